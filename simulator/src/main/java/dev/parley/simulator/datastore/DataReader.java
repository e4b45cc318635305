package dev.parley.simulator.datastore;

import dev.parley.xml.XmlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;

/** Builds data from a pull reader, whose limits keep the nesting within reason. */
final class DataReader {
    private DataReader() {}

    static DataNode element(XmlReader reader) {
        QName name = reader.getName();
        Map<String, String> prefixes = new HashMap<>();
        Map<QName, String> attributes = attributes(reader, prefixes);
        List<DataNode> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(reader));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    String own = children.isEmpty() ? text.toString() : "";
                    usedPrefixes(own, reader, prefixes);
                    return new DataNode(name, attributes, own, prefixes, children);
                }
                default -> {
                    // Comments and processing instructions are not data.
                }
            }
        }
    }

    private static Map<QName, String> attributes(XmlReader reader, Map<String, String> prefixes) {
        int count = reader.getAttributeCount();
        if (count == 0) {
            return Map.of();
        }
        Map<QName, String> attributes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            attributes.put(reader.getAttributeName(i), reader.getAttributeValue(i));
            usedPrefixes(reader.getAttributeValue(i), reader, prefixes);
        }
        return attributes;
    }

    /** Remembers each word before a colon that is a prefix in scope. */
    private static void usedPrefixes(String text, XmlReader reader, Map<String, String> prefixes) {
        for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
            int start = colon;
            while (start > 0 && isNameCharacter(text.charAt(start - 1))) {
                start--;
            }
            if (start < colon) {
                String prefix = text.substring(start, colon);
                String namespace = prefix.equals("xml")
                        ? null
                        : reader.getNamespaceContext().getNamespaceURI(prefix);
                if (namespace != null && !namespace.isEmpty()) {
                    prefixes.put(prefix, namespace);
                }
            }
        }
    }

    private static boolean isNameCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }
}
