package dev.parley.simulator.datastore;

import dev.parley.xml.XmlReader;
import dev.parley.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * One element of a data tree: a container, a list entry or a leaf, immutable. An element has children or text, never
 * both; white space between children is not kept.
 *
 * <p>Names are compared by namespace and local name. A leaf keeps the meaning of the prefixes that its text uses, so that
 * a value such as {@code ianaift:ethernetCsmacd} survives being written out in another place.
 */
public final class DataNode {
    private final QName name;
    private final Map<QName, String> attributes;
    private final String text;
    private final Map<String, String> prefixes;
    private final List<DataNode> children;

    DataNode(
            QName name,
            Map<QName, String> attributes,
            String text,
            Map<String, String> prefixes,
            List<DataNode> children) {
        this.name = name;
        this.attributes = attributes.isEmpty() ? Map.of() : Map.copyOf(attributes);
        this.text = text;
        this.prefixes = prefixes.isEmpty() ? Map.of() : Map.copyOf(prefixes);
        this.children = List.copyOf(children);
    }

    /** An element with the given children, without attributes. */
    public static DataNode of(QName name, DataNode... children) {
        return new DataNode(name, Map.of(), "", Map.of(), List.of(children));
    }

    /** An element with the given children, without attributes. */
    public static DataNode of(QName name, List<DataNode> children) {
        return new DataNode(name, Map.of(), "", Map.of(), children);
    }

    /** An element with text, without attributes. */
    public static DataNode leaf(QName name, String text) {
        return new DataNode(name, Map.of(), text, Map.of(), List.of());
    }

    /**
     * Reads the element that the reader stands at the start of, and leaves the reader at its end.
     *
     * @throws dev.parley.error.ProtocolException if it is not well-formed, or beyond the reader's limits
     */
    public static DataNode read(XmlReader reader) {
        return DataReader.element(reader);
    }

    /** Its namespace and local name, with the prefix that it was read with. */
    public QName name() {
        return name;
    }

    /** Its namespace, empty for none. */
    public String namespace() {
        return name.getNamespaceURI();
    }

    /** Its name without the namespace. */
    public String localName() {
        return name.getLocalPart();
    }

    /** Its attributes without the namespace declarations. */
    public Map<QName, String> attributes() {
        return attributes;
    }

    /** The value of an attribute in no namespace. */
    public Optional<String> attribute(String localName) {
        return Optional.ofNullable(attributes.get(new QName(localName)));
    }

    /** Its text as it was read; empty for an element that has children. */
    public String text() {
        return text;
    }

    /** Its text without leading and trailing white space. */
    public String value() {
        return text.strip();
    }

    /** What the prefixes in its text and attribute values mean; only those that were bound where it was read. */
    public Map<String, String> prefixes() {
        return prefixes;
    }

    /** The elements inside it, in order. */
    public List<DataNode> children() {
        return children;
    }

    /** The first child with this name. */
    public Optional<DataNode> child(QName childName) {
        for (DataNode child : children) {
            if (child.name.equals(childName)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /** The first child with this name in the namespace of this element. */
    public Optional<DataNode> child(String childName) {
        return child(new QName(namespace(), childName));
    }

    /** Whether it has neither children nor text other than white space. */
    public boolean isEmpty() {
        return children.isEmpty() && text.isBlank();
    }

    DataNode withChildren(List<DataNode> others) {
        return new DataNode(name, attributes, others.isEmpty() ? text : "", prefixes, others);
    }

    DataNode withAttributes(Map<QName, String> others) {
        return new DataNode(name, others, text, prefixes, children);
    }

    DataNode withAttribute(QName attribute, String value) {
        Map<QName, String> more = new HashMap<>(attributes);
        more.put(attribute, value);
        return withAttributes(more);
    }

    /** The value of a prefixed attribute, or empty. */
    Optional<String> attribute(String namespace, String localName) {
        return Optional.ofNullable(attributes.get(new QName(namespace, localName)));
    }

    /** The element as XML, with every namespace declared that it needs. */
    public String toXml() {
        XmlWriter out = new XmlWriter();
        DataWriter.write(this, out);
        return new String(out.buffer(), 0, out.size(), StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof DataNode that
                && name.equals(that.name)
                && text.equals(that.text)
                && attributes.equals(that.attributes)
                && prefixes.equals(that.prefixes)
                && children.equals(that.children);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, text, children);
    }

    @Override
    public String toString() {
        return toXml();
    }
}
