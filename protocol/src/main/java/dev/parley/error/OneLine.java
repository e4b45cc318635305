package dev.parley.error;

/**
 * How text that a peer may have had a hand in stands in messages and logs: on one line, bounded, and without characters
 * that steer a terminal. A device cannot forge a line of a log with the words of its error.
 */
public final class OneLine {
    private static final int LONGEST = 4_000;

    private OneLine() {}

    /**
     * The text with each line end and the space around it as one space, other control characters as {@code \}{@code u009b},
     * and what is beyond 4000 characters left out.
     */
    public static String of(String text) {
        int end = text.length() <= LONGEST ? text.length() : LONGEST;
        int plain = 0;
        while (plain < end && !steers(text.charAt(plain))) {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        StringBuilder line = new StringBuilder(end + 16).append(text, 0, plain);
        for (int i = plain; i < end; i++) {
            char c = text.charAt(i);
            if (isSpace(c)) {
                while (i + 1 < end && (isSpace(text.charAt(i + 1)) || text.charAt(i + 1) == ' ')) {
                    i++;
                }
                while (line.length() > 0 && line.charAt(line.length() - 1) == ' ') {
                    line.setLength(line.length() - 1);
                }
                line.append(' ');
            } else if (steers(c)) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        return end < text.length() ? line.append('…').toString() : line.toString();
    }

    private static boolean isSpace(char c) {
        return c == '\n' || c == '\r' || c == '\t' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    /** C0 and C1 controls, line ends of Unicode, and the controls of bidirectional text. */
    private static boolean steers(char c) {
        return c < ' ' || (c >= 0x7f && c < 0xa0) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }
}
