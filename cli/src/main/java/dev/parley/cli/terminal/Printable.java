package dev.parley.cli.terminal;

import dev.parley.error.OneLine;

/**
 * Makes text that came from elsewhere harmless on a terminal: a device must not be able to move the cursor, recolour the
 * screen or reverse the direction of writing.
 */
public final class Printable {
    private Printable() {}

    /** The text in one or more lines, with everything that would steer a terminal replaced by {@code \}{@code u009b}. */
    public static String text(String text) {
        return replaced(text, "\\u%04x");
    }

    /** The text as one line, so that it cannot pass for more than one: a cell, a name, a remark. */
    public static String line(String text) {
        return OneLine.of(text);
    }

    /** Harmless XML text, where a reference to the character means the same as the character. */
    static String xmlText(String text) {
        return replaced(text, "&#x%X;");
    }

    private static String replaced(String text, String format) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (steers(c)) {
                out = out == null ? new StringBuilder(text.length() + 16).append(text, 0, i) : out;
                out.append(String.format(format, (int) c));
            } else if (out != null) {
                out.append(c);
            }
        }
        return out == null ? text : out.toString();
    }

    /** Whether that is a C0 or C1 control, but for tabulator and line ends, or a control of bidirectional text. */
    public static boolean steers(char c) {
        return (c < ' ' && c != '\n' && c != '\t' && c != '\r')
                || (c >= 0x7f && c < 0xa0)
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
