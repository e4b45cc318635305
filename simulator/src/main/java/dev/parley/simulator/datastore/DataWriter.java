package dev.parley.simulator.datastore;

import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;

/** Writes data as XML: elements by default namespace, prefixes only for attributes and for values that need them. */
final class DataWriter {
    private DataWriter() {}

    /** Appends the element, inside one whose default namespace is given. */
    static void write(DataNode node, String defaultNamespace, StringBuilder out) {
        String local = node.localName();
        String namespace = node.namespace();
        out.append('<').append(local);
        if (!namespace.equals(defaultNamespace)) {
            attribute("xmlns", namespace, out);
        }
        if (!node.prefixes().isEmpty() || !node.attributes().isEmpty()) {
            attributes(node, out);
        }
        if (node.children().isEmpty() && node.text().isEmpty()) {
            out.append("/>");
            return;
        }
        out.append('>');
        escape(node.text(), false, out);
        for (DataNode child : node.children()) {
            write(child, namespace, out);
        }
        out.append("</").append(local).append('>');
    }

    private static void attributes(DataNode node, StringBuilder out) {
        Map<String, String> declared = new HashMap<>(node.prefixes());
        declared.forEach((prefix, uri) -> attribute("xmlns:" + prefix, uri, out));
        node.attributes().forEach((name, value) -> {
            String prefix = prefixFor(name, declared);
            if (!prefix.isEmpty() && !prefix.equals(XMLConstants.XML_NS_PREFIX) && !declared.containsKey(prefix)) {
                declared.put(prefix, name.getNamespaceURI());
                attribute("xmlns:" + prefix, name.getNamespaceURI(), out);
            }
            attribute(prefix.isEmpty() ? name.getLocalPart() : prefix + ':' + name.getLocalPart(), value, out);
        });
    }

    /** The attribute's own prefix, unless that means something else here already. */
    private static String prefixFor(QName attribute, Map<String, String> declared) {
        String uri = attribute.getNamespaceURI();
        if (uri.isEmpty()) {
            return "";
        }
        if (uri.equals(XMLConstants.XML_NS_URI)) {
            return XMLConstants.XML_NS_PREFIX;
        }
        String prefix = attribute.getPrefix();
        for (int i = 0; prefix.isEmpty() || !declared.getOrDefault(prefix, uri).equals(uri); i++) {
            prefix = "a" + i;
        }
        return prefix;
    }

    private static void attribute(String name, String value, StringBuilder out) {
        out.append(' ').append(name).append("=\"");
        escape(value, true, out);
        out.append('"');
    }

    /** {@code >} too, so that no value can spell the end-of-message sequence (RFC 6242 section 4.3). */
    static void escape(String text, boolean inAttribute, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\r' -> out.append("&#13;");
                case '"' -> out.append(inAttribute ? "&quot;" : "\"");
                case '\n' -> out.append(inAttribute ? "&#10;" : "\n");
                case '\t' -> out.append(inAttribute ? "&#9;" : "\t");
                default -> out.append(c);
            }
        }
    }
}
