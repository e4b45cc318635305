package dev.parley.error;

/**
 * How text that a peer may have had a hand in stands in messages and logs: on one line, bounded, and without characters
 * that steer a terminal. A device cannot forge a line of a log with the words of its error.
 */
public final class OneLine {
    private static final int LONGEST = 4_000;

    private OneLine() {}

    /**
     * The text with each line end and the space around it as one space, and other control characters as
     * {@code \}{@code u009b}. What would be beyond 4000 characters of that is left out, with an ellipsis in its place. What
     * is one line already stays as it is.
     */
    public static String of(String text) {
        if (text.length() <= LONGEST && text.chars().noneMatch(c -> steers((char) c))) {
            return text;
        }
        StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST) + 16);
        for (int at = 0; at < text.length(); ) {
            char c = text.charAt(at);
            int next = isSpace(c) ? spaceEnd(text, at) : at + Character.charCount(text.codePointAt(at));
            if (isSpace(c)) {
                trimEnd(line);
            }
            // as a whole, because half an escape, or half a pair of surrogates, says something else
            String shown = isSpace(c) ? " " : steers(c) ? String.format("\\u%04x", (int) c) : text.substring(at, next);
            if (line.length() + shown.length() > LONGEST) {
                return line.append('…').toString();
            }
            line.append(shown);
            at = next;
        }
        return line.toString();
    }

    private static int spaceEnd(String text, int from) {
        int at = from;
        while (at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == ' ')) {
            at++;
        }
        return at;
    }

    private static void trimEnd(StringBuilder line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ') {
            end--;
        }
        line.setLength(end);
    }

    private static boolean isSpace(char c) {
        return c == '\n' || c == '\r' || c == '\t' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    /** C0 and C1 controls, line ends of Unicode, and the controls of bidirectional text. */
    private static boolean steers(char c) {
        return c < ' ' || (c >= 0x7f && c < 0xa0) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }
}
