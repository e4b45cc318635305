package dev.parley.backup;

import dev.parley.backup.ConfigNode.Attribute;
import dev.parley.backup.ConfigNode.Element;
import dev.parley.backup.ConfigNode.Text;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a configuration in the one way in which it is written. */
final class ConfigWriter {
    private static final String BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private static final String XML = "http://www.w3.org/XML/1998/namespace";
    /** What may be a prefix in a value: {@code ianaift:ethernetCsmacd}, {@code /if:interfaces/if:interface}. */
    private static final Pattern PREFIX =
            Pattern.compile("(?<![\\p{L}\\p{N}_.:-])([\\p{L}_][\\p{L}\\p{N}_.-]*):(?=[\\p{L}_*])");

    private final StringBuilder out = new StringBuilder();

    private ConfigWriter() {}

    /** The element with everything below it. */
    static String text(Element root) {
        ConfigWriter writer = new ConfigWriter();
        writer.element(root, "", "");
        return writer.out.append('\n').toString();
    }

    private void element(Element element, String around, String margin) {
        boolean mixed = element.isMixed();
        Map<String, String> declared = new TreeMap<>();
        Map<String, String> renamed = renamed(element);
        collect(element, renamed, declared);
        out.append('<').append(element.name);
        if (!element.namespace.equals(around)) {
            out.append(" xmlns=\"").append(attribute(element.namespace)).append('"');
        }
        StringBuilder attributes = new StringBuilder();
        for (Attribute attribute : element.attributes) {
            attributes
                    .append(' ')
                    .append(qualified(attribute, declared))
                    .append("=\"")
                    .append(attribute(rewritten(attribute.value(), renamed)))
                    .append('"');
        }
        declared.forEach((prefix, namespace) -> out.append(" xmlns:")
                .append(prefix)
                .append("=\"")
                .append(attribute(namespace))
                .append('"'));
        out.append(attributes);
        if (element.children.isEmpty()) {
            out.append("/>");
            return;
        }
        out.append('>');
        boolean layout = element.hasElements() && !mixed;
        for (ConfigNode child : element.children) {
            if (child instanceof Text text) {
                out.append(escaped(rewritten(text.content(), renamed)));
            } else {
                out.append(layout ? "\n" + margin + "  " : "");
                element((Element) child, element.namespace, margin + "  ");
            }
        }
        out.append(layout ? "\n" + margin : "")
                .append("</")
                .append(element.name)
                .append('>');
    }

    /**
     * New names for prefixes that an element declares for its value alone, as devices do for an identity: they can mean nothing
     * else. Prefixes that were declared further out are left as they are, because a text that looks like one may be one.
     */
    private static Map<String, String> renamed(Element element) {
        Map<String, String> renamed = new HashMap<>();
        if (element.ownPrefixes.isEmpty() || element.hasElements()) {
            return renamed;
        }
        Map<String, String> taken = new HashMap<>();
        Map<String, String> byNamespace = new TreeMap<>();
        element.ownPrefixes.forEach((prefix, namespace) -> byNamespace.merge(namespace, prefix, (a, b) -> a));
        byNamespace.keySet().forEach(namespace -> taken.put(namespace, free(prefix(namespace), taken)));
        element.ownPrefixes.forEach((prefix, namespace) -> renamed.put(prefix, taken.getOrDefault(namespace, prefix)));
        return renamed;
    }

    private static String free(String wanted, Map<String, String> taken) {
        String free = wanted;
        for (int i = 2; taken.containsValue(free); i++) {
            free = wanted + "-" + i;
        }
        return free;
    }

    /** The last part of a namespace, as its prefix: {@code iana-if-type}. */
    private static String prefix(String namespace) {
        if (namespace.equals(BASE)) {
            return "nc";
        }
        String last = namespace.replaceFirst("[/:#]+$", "").replaceFirst("^.*[/:#]", "");
        String name = last.replaceAll("[^A-Za-z0-9_.-]", "-");
        boolean usable = !name.isEmpty()
                && (Character.isLetter(name.charAt(0)) || name.charAt(0) == '_')
                && !name.regionMatches(true, 0, "xml", 0, 3);
        return usable ? name : "ns-" + name;
    }

    /** The prefixes that attributes and values of an element need, with what they mean. */
    private static void collect(Element element, Map<String, String> renamed, Map<String, String> declared) {
        element.attributes.forEach(attribute -> values(attribute.value(), element, renamed, declared));
        for (ConfigNode child : element.children) {
            if (child instanceof Text text) {
                values(text.content(), element, renamed, declared);
            }
        }
        for (Attribute attribute : element.attributes) {
            String namespace = attribute.namespace();
            if (!namespace.isEmpty() && !namespace.equals(XML) && !declared.containsValue(namespace)) {
                String wanted = prefix(namespace);
                String free = wanted;
                for (int i = 2; declared.containsKey(free); i++) {
                    free = wanted + "-" + i;
                }
                declared.put(free, namespace);
            }
        }
    }

    private static void values(
            String value, Element element, Map<String, String> renamed, Map<String, String> declared) {
        Matcher matcher = PREFIX.matcher(value);
        while (matcher.find()) {
            String prefix = matcher.group(1);
            String namespace = element.scope.get(prefix);
            if (namespace != null) {
                declared.put(renamed.getOrDefault(prefix, prefix), namespace);
            }
        }
    }

    private static String rewritten(String value, Map<String, String> renamed) {
        return renamed.isEmpty()
                ? value
                : PREFIX.matcher(value)
                        .replaceAll(found ->
                                Matcher.quoteReplacement(renamed.getOrDefault(found.group(1), found.group(1)) + ":"));
    }

    private static String qualified(Attribute attribute, Map<String, String> declared) {
        if (attribute.namespace().isEmpty()) {
            return attribute.name();
        }
        if (attribute.namespace().equals(XML)) {
            return "xml:" + attribute.name();
        }
        return declared.entrySet().stream()
                        .filter(each -> each.getValue().equals(attribute.namespace()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow()
                + ":" + attribute.name();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '\r' -> escaped.append("&#13;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String attribute(String value) {
        return escaped(value).replace("\"", "&quot;").replace("\t", "&#9;").replace("\n", "&#10;");
    }
}
