package dev.parley.xml;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be a name, which namespaces an element declares, and which of them an element inside it needs repeated. */
public final class XmlNames {
    private static final Pattern PREFIX = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}._-]*");

    private XmlNames() {}

    /** Whether this can be declared as a prefix: a name without colon that XML does not keep for itself. */
    public static boolean isPrefix(String text) {
        return PREFIX.matcher(text).matches() && !text.regionMatches(true, 0, "xml", 0, 3);
    }

    /** Whether this can be the local name of an attribute or element. */
    public static boolean isLocalName(String text) {
        return PREFIX.matcher(text).matches() && !text.equals("xmlns");
    }

    /** The declarations on the element that the reader stands on: prefix to namespace, the default under "". */
    public static Map<String, String> declared(XmlReader in) {
        int count = in.getNamespaceCount();
        if (count == 0) {
            return Map.of();
        }
        if (count == 1) {
            return Map.of(orEmpty(in.getNamespacePrefix(0)), orEmpty(in.getNamespaceURI(0)));
        }
        Map<String, String> declared = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            declared.put(orEmpty(in.getNamespacePrefix(i)), orEmpty(in.getNamespaceURI(i)));
        }
        return declared;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Those of the declarations around an element that it does not make itself. */
    public static Map<String, String> without(Map<String, String> around, XmlReader in) {
        if (around.isEmpty() || in.getNamespaceCount() == 0) {
            return around;
        }
        Map<String, String> missing = new LinkedHashMap<>(around);
        missing.keySet().removeAll(declared(in).keySet());
        return missing;
    }
}
