package dev.parley.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Well-formed documents of the nastiest kind: prefixes declared anywhere and bound anew, no namespace inside a namespace,
 * delimiters of the framing wherever XML lets them stand, characters outside the basic plane.
 */
public final class Documents {
    private static final List<String> NAMESPACES =
            List.of("urn:ietf:params:xml:ns:netconf:base:1.0", "urn:a", "urn:b", "urn:ä&lt;>");
    private static final List<String> PREFIXES = List.of("a", "b", "nc");
    private static final List<String> NAMES = List.of("data", "x", "name", "rpc-error", "größe", "config", "_");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\n  ",
            "1500",
            "]]&gt;]]&gt;",
            "]]",
            "&lt;&amp;&gt;",
            "'\"",
            "\t&#13;",
            "𝄞 ü €",
            "&#x1F600;",
            "]]]]",
            "&gt;");
    private static final List<String> VALUES =
            List.of("", "v", "]]>]]>", "]]&gt;", "&quot;'", "&#9;&#10;&#13;", "𝄞", "a > b", "&amp;lt;");
    private static final List<String> RAW = List.of(
            "<!-- ]]>]]> -->",
            "<?pi ]]>]]>?>",
            "<![CDATA[]]]]>",
            "<![CDATA[<not>&markup;]]>",
            "<!---->",
            "<![CDATA[ ]]]]><![CDATA[>]]>",
            "<!-- ä < & -->");

    private final Random random;
    private final StringBuilder out = new StringBuilder();

    private Documents(Random random) {
        this.random = random;
    }

    /** Documents of one root. */
    public static Arbitrary<String> any() {
        return Arbitraries.randomValue(random -> new Documents(random).document());
    }

    private String document() {
        if (random.nextInt(4) == 0) {
            out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        }
        if (random.nextInt(4) == 0) {
            out.append("<!-- in front -->");
        }
        element(Map.of("", ""), 4);
        return out.toString();
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void element(Map<String, String> around, int depth) {
        Map<String, String> declared = new LinkedHashMap<>();
        if (random.nextInt(3) == 0) {
            declared.put("", random.nextInt(3) == 0 ? "" : oneOf(NAMESPACES));
        }
        if (random.nextInt(3) == 0) {
            declared.put(oneOf(PREFIXES), oneOf(NAMESPACES));
        }
        Map<String, String> scope = new LinkedHashMap<>(around);
        scope.putAll(declared);
        String name = qualified(oneOf(List.copyOf(scope.keySet())));
        out.append('<').append(name);
        declared.forEach((prefix, uri) -> out.append(prefix.isEmpty() ? " xmlns=\"" : " xmlns:" + prefix + "='")
                .append(uri.replace("'", "&apos;"))
                .append(prefix.isEmpty() ? '"' : '\''));
        attributes(scope);
        int children = depth == 0 ? 0 : random.nextInt(4);
        if (children == 0 && random.nextBoolean()) {
            out.append("/>");
            return;
        }
        out.append('>');
        for (int i = 0; i < children; i++) {
            switch (random.nextInt(4)) {
                case 0 -> out.append(oneOf(TEXTS));
                case 1 -> out.append(oneOf(RAW));
                default -> element(scope, depth - 1);
            }
        }
        out.append("</").append(name).append(random.nextInt(8) == 0 ? " \n>" : ">");
    }

    private void attributes(Map<String, String> scope) {
        List<String> taken = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String prefix = oneOf(List.copyOf(scope.keySet()));
            String local = oneOf(NAMES);
            String expanded = (prefix.isEmpty() ? "" : scope.get(prefix)) + " " + local;
            if (!taken.contains(expanded)) {
                taken.add(expanded);
                String value = oneOf(VALUES);
                char quote = value.contains("'") ? '"' : oneOf(List.of('"', '\''));
                out.append(' ').append(prefix.isEmpty() ? local : prefix + ":" + local);
                out.append('=').append(quote).append(value).append(quote);
            }
        }
    }

    private String qualified(String prefix) {
        return prefix.isEmpty() ? oneOf(NAMES) : prefix + ":" + oneOf(NAMES);
    }
}
