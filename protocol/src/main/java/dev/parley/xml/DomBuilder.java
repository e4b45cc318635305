package dev.parley.xml;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Builds a DOM tree from a checked reader. The JDK's own builder is not used for parsing, because its limits differ
 * between releases and newer ones refuse large configurations that are in order.
 */
final class DomBuilder {
    private DomBuilder() {}

    static Document build(XmlReader in) {
        Document document;
        try {
            document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK has no DOM implementation", e);
        }
        Node parent = document;
        while (in.hasNext()) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> parent = parent.appendChild(element(document, in));
                case XMLStreamConstants.END_ELEMENT -> parent = parentOf(parent);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    parent.appendChild(document.createTextNode(in.getText()));
                case XMLStreamConstants.COMMENT -> parent.appendChild(document.createComment(in.getText()));
                default -> {
                    // processing instructions and the space around the root have no place in data
                }
            }
        }
        return document;
    }

    private static Node parentOf(Node node) {
        Node parent = node.getParentNode();
        if (parent == null) {
            throw ProtocolException.of(Reason.MALFORMED_XML, "an end tag without its start tag");
        }
        return parent;
    }

    private static Element element(Document document, XmlReader in) {
        Element element =
                document.createElementNS(emptyToNull(in.namespace()), name(in.getPrefix(), in.getLocalName()));
        XmlNames.declared(in)
                .forEach((prefix, uri) -> element.setAttributeNS(
                        XMLConstants.XMLNS_ATTRIBUTE_NS_URI, prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, uri));
        for (int i = 0; i < in.getAttributeCount(); i++) {
            element.setAttributeNS(
                    emptyToNull(in.getAttributeNamespace(i)),
                    name(in.getAttributePrefix(i), in.getAttributeLocalName(i)),
                    in.getAttributeValue(i));
        }
        return element;
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static String name(@Nullable String prefix, String localName) {
        return prefix == null || prefix.isEmpty() ? localName : prefix + ":" + localName;
    }
}
