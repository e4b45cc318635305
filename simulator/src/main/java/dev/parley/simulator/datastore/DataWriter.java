package dev.parley.simulator.datastore;

import dev.parley.xml.XmlWriter;
import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;

/** Writes data as XML: elements by default namespace, prefixes only for attributes and for values that need them. */
final class DataWriter {
    private DataWriter() {}

    static void write(DataNode node, XmlWriter out) {
        out.start(node.namespace(), node.localName());
        if (!node.prefixes().isEmpty() || !node.attributes().isEmpty()) {
            attributes(node, out);
        }
        if (!node.text().isEmpty()) {
            out.text(node.text());
        }
        for (DataNode child : node.children()) {
            write(child, out);
        }
        out.end();
    }

    /** Writes a top-level element, which says its namespace even if it is in none: its place is not known here. */
    static void writeTop(DataNode node, XmlWriter out) {
        if (!node.namespace().isEmpty()) {
            write(node, out);
            return;
        }
        out.start("", node.localName()).namespace("", "");
        attributes(node, out);
        if (!node.text().isEmpty()) {
            out.text(node.text());
        }
        node.children().forEach(child -> write(child, out));
        out.end();
    }

    private static void attributes(DataNode node, XmlWriter out) {
        Map<String, String> declared = new HashMap<>(node.prefixes());
        declared.forEach(out::namespace);
        node.attributes().forEach((name, value) -> {
            String prefix = prefixFor(name, declared);
            if (!prefix.isEmpty() && !prefix.equals(XMLConstants.XML_NS_PREFIX) && !declared.containsKey(prefix)) {
                declared.put(prefix, name.getNamespaceURI());
                out.namespace(prefix, name.getNamespaceURI());
            }
            out.attribute(prefix.isEmpty() ? name.getLocalPart() : prefix + ':' + name.getLocalPart(), value);
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
}
