package dev.parley.simulator.datastore;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.namespace.NamespaceContext;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathFactoryConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * An XPath filter (RFC 6241 section 8.9): what {@code select} says, evaluated from the root that holds all top-level
 * elements. Immutable.
 *
 * @param select an XPath 1.0 expression that must give a node-set
 * @param prefixes what its prefixes mean
 */
public record XPathFilter(String select, Map<String, String> prefixes) implements Filter {

    public XPathFilter {
        prefixes = Map.copyOf(prefixes);
    }

    @Override
    public DataTree select(DataTree from, Schema schema) {
        View view = new View(from);
        NodeList found;
        try {
            found = (NodeList) xpath().evaluate(select, view.root, XPathConstants.NODESET);
        } catch (XPathExpressionException e) {
            throw Refusal.of(
                    ErrorType.PROTOCOL,
                    ErrorTag.INVALID_VALUE,
                    "select is not an expression that gives a node-set: " + select);
        }
        Set<DataNode> selected = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < found.getLength(); i++) {
            Node node = found.item(i);
            if (node.equals(view.root)) {
                return from;
            }
            Element element = elementOf(node);
            DataNode data = element == null ? null : view.data.get(element);
            if (data != null) {
                selected.add(data);
            }
        }
        return DataTree.of(keep(from.nodes(), selected, schema.root(), schema));
    }

    private static @Nullable Element elementOf(Node node) {
        if (node instanceof Element element) {
            return element;
        }
        return node instanceof Attr attribute ? attribute.getOwnerElement() : (Element) node.getParentNode();
    }

    private static List<DataNode> keep(List<DataNode> nodes, Set<DataNode> selected, SchemaNode parent, Schema schema) {
        List<DataNode> kept = new ArrayList<>();
        for (DataNode node : nodes) {
            keep(node, selected, schema.child(parent, node.name()), schema).ifPresent(kept::add);
        }
        return kept;
    }

    private static Optional<DataNode> keep(DataNode node, Set<DataNode> selected, SchemaNode declared, Schema schema) {
        if (selected.contains(node)) {
            return Optional.of(node);
        }
        List<QName> keys = schema.keys(declared, node);
        List<DataNode> kept = new ArrayList<>();
        boolean any = false;
        for (DataNode child : node.children()) {
            Optional<DataNode> part = keep(child, selected, schema.child(declared, child.name()), schema);
            any |= part.isPresent();
            if (part.isPresent()) {
                kept.add(part.get());
            } else if (keys.contains(child.name())) {
                kept.add(child);
            }
        }
        return any ? Optional.of(node.withChildren(kept)) : Optional.empty();
    }

    private XPath xpath() {
        XPathFactory factory = XPathFactory.newInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        } catch (XPathFactoryConfigurationException e) {
            throw new IllegalStateException("this JDK's XPath has no secure processing", e);
        }
        XPath xpath = factory.newXPath();
        xpath.setNamespaceContext(new Prefixes(prefixes));
        return xpath;
    }

    /** The tree as XPath sees it, and the way back. */
    private static final class View {
        final Node root;
        final IdentityHashMap<Element, DataNode> data = new IdentityHashMap<>();

        View(DataTree tree) {
            Document document = emptyDocument();
            root = document.createDocumentFragment();
            for (DataNode node : tree.nodes()) {
                root.appendChild(element(node, document));
            }
        }

        private Element element(DataNode node, Document document) {
            Element element =
                    document.createElementNS(node.namespace().isEmpty() ? null : node.namespace(), node.localName());
            data.put(element, node);
            node.attributes()
                    .forEach((name, value) -> element.setAttributeNS(
                            name.getNamespaceURI().isEmpty() ? null : name.getNamespaceURI(),
                            name.getPrefix().isEmpty()
                                    ? name.getLocalPart()
                                    : name.getPrefix() + ':' + name.getLocalPart(),
                            value));
            if (!node.text().isEmpty()) {
                element.appendChild(document.createTextNode(node.text()));
            }
            for (DataNode child : node.children()) {
                element.appendChild(element(child, document));
            }
            return element;
        }

        private static Document emptyDocument() {
            try {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
                factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
                factory.setNamespaceAware(true);
                return factory.newDocumentBuilder().newDocument();
            } catch (ParserConfigurationException e) {
                throw new IllegalStateException("this JDK makes no empty document", e);
            }
        }
    }

    /** The prefixes in scope on the filter. */
    private record Prefixes(Map<String, String> bound) implements NamespaceContext {
        @Override
        public String getNamespaceURI(String prefix) {
            return bound.getOrDefault(prefix, XMLConstants.NULL_NS_URI);
        }

        @Override
        public @Nullable String getPrefix(String namespace) {
            return null;
        }

        @Override
        public Iterator<String> getPrefixes(String namespace) {
            return Collections.emptyIterator();
        }
    }
}
