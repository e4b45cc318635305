package dev.parley.message;

import dev.parley.error.Secrets;
import java.nio.charset.StandardCharsets;

/**
 * How bytes that a peer sent are shown in an error: on one line, without secrets, and with what cannot be printed made
 * visible.
 */
public final class Excerpt {
    private static final int LONGEST = 200;

    private Excerpt() {}

    /** The first of the bytes, in quotation marks. */
    public static String head(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + LONGEST);
        return "\"" + printable(bytes, from, end) + (end < to ? "…\"" : "\"");
    }

    /** The last of the bytes, in quotation marks. */
    public static String tail(byte[] bytes, int from, int to) {
        int begin = Math.max(from, to - LONGEST);
        return (begin > from ? "\"…" : "\"") + printable(bytes, begin, to) + "\"";
    }

    private static String printable(byte[] bytes, int from, int to) {
        StringBuilder shown = new StringBuilder(to - from);
        Secrets.hiddenIn(new String(bytes, from, to - from, StandardCharsets.UTF_8))
                .chars()
                .forEach(c -> {
                    if (c == '\n') {
                        shown.append("\\n");
                    } else if (c == '\r') {
                        shown.append("\\r");
                    } else if (Character.isISOControl(c)) {
                        shown.append(String.format("\\x%02x", c));
                    } else {
                        shown.append((char) c);
                    }
                });
        return shown.toString();
    }
}
