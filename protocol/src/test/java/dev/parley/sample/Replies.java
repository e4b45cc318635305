package dev.parley.sample;

import dev.parley.message.Namespaces;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Replies of every form that a device can give them, usual and not: all well-formed. */
public final class Replies {
    private final Random random;
    private final StringBuilder out = new StringBuilder();

    private Replies(Random random) {
        this.random = random;
    }

    /** Replies, with whatever may stand around them. */
    public static Arbitrary<String> any() {
        return Arbitraries.randomValue(random -> new Replies(random).reply());
    }

    private String reply() {
        maybe(6, "\0\n", "\uFEFF", "\n");
        maybe(3, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<?xml version='1.0' encoding='ISO-8859-1'?>\n");
        maybe(6, "<!-- </rpc-reply> -->", "<?pi <data>?>");
        String prefix = random.nextInt(4) == 0 ? "nc:" : "";
        out.append('<').append(prefix).append("rpc-reply");
        out.append(prefix.isEmpty() ? " xmlns=\"" : " xmlns:nc=\"")
                .append(Namespaces.BASE)
                .append('"');
        maybe(3, " xmlns:o='urn:outer'", " xmlns:o=\"urn:o&amp;&lt;&quot;\"");
        out.append(" message-id='1'");
        if (random.nextInt(12) == 0) {
            out.append("/>");
        } else {
            out.append('>');
            content(prefix);
            out.append("</").append(prefix).append("rpc-reply");
            maybe(6, " ", "\n");
            out.append('>');
        }
        maybe(4, "\n", "\r\n", " ".repeat(2000));
        maybe(8, "<!-- </data></rpc-reply> -->", "<?pi?>");
        maybe(4, "\0", "\0\n\0", "\n");
        return out.toString();
    }

    private void content(String prefix) {
        for (int i = random.nextInt(4) == 0 ? random.nextInt(4) : 1; i >= 0; i--) {
            maybe(3, "\n", "  ", " ".repeat(1500), "<!-- <data> rpc-error -->");
            switch (random.nextInt(i == 0 ? 12 : 40)) {
                case 0 -> out.append('<').append(prefix).append("ok/>");
                case 1 -> error(prefix, "warning");
                case 2 -> error(prefix, random.nextInt(3) == 0 ? "error" : "warning");
                case 3 -> out.append("<other xmlns='urn:other'><data/></other>");
                case 4, 5, 6, 7, 8 -> data(prefix);
                case 9 -> out.append("<o:data xmlns:o='urn:x'>not it</o:data>");
                default -> {
                    // nothing
                }
            }
        }
        maybe(3, "\n", "<!-- end -->", "\n  \n");
    }

    private void data(String prefix) {
        out.append('<').append(prefix).append("data");
        maybe(3, " o='1'", " xmlns:o='urn:inner'", "\n");
        if (random.nextInt(6) == 0) {
            out.append("/>");
            return;
        }
        out.append('>');
        for (int i = random.nextInt(3); i > 0; i--) {
            switch (random.nextInt(8)) {
                case 0 -> out.append("<!-- <rpc-error/> -->");
                case 1 -> out.append("<![CDATA[<rpc-error></data></rpc-reply>]]>");
                case 2 -> out.append("<out-rpc-errors xmlns='urn:m'>0</out-rpc-errors>");
                case 3 -> out.append("<rpc-error xmlns='urn:mine'/>");
                case 4 ->
                    out.append("<data xmlns='urn:mine'>")
                            .append("x".repeat(random.nextInt(3000)))
                            .append("</data>");
                case 5 -> error(prefix, random.nextInt(4) == 0 ? "error" : "warning");
                default -> out.append("<interface xmlns='urn:if'><name>ü</name></interface>\n");
            }
        }
        out.append("</").append(prefix).append("data>");
    }

    private void error(String prefix, String severity) {
        out.append('<').append(prefix).append("rpc-error>");
        leaf(prefix + "error-type", "rpc");
        leaf(prefix + "error-tag", "in-use");
        leaf(prefix + "error-severity", severity);
        out.append("</").append(prefix).append("rpc-error>");
    }

    private void leaf(String name, String text) {
        out.append('<')
                .append(name)
                .append('>')
                .append(text)
                .append("</")
                .append(name)
                .append('>');
    }

    private void maybe(int oneIn, String... choices) {
        if (random.nextInt(oneIn) == 0) {
            out.append(List.of(choices).get(random.nextInt(choices.length)));
        }
    }
}
