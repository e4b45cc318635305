package dev.parley.page;

import dev.parley.error.OneLine;

/** Text that a peer may have had a hand in, as it stands in a page: bounded, and without characters that nobody sees. */
final class Harmless {
    private Harmless() {}

    /**
     * The text in one line of at most some four thousand characters. Controls, also those of bidirectional text, halves of
     * surrogate pairs and what is no character at all become {@code \}{@code u202e}. Markup in it is not touched: that is
     * escaped by whoever writes it.
     */
    static String of(String text) {
        String line = OneLine.of(text);
        if (line.codePoints().noneMatch(Harmless::isUnseen)) {
            return line;
        }
        StringBuilder shown = new StringBuilder(line.length() + 16);
        line.codePoints().forEach(c -> {
            if (isUnseen(c)) {
                shown.append(String.format(c > 0xFFFF ? "\\u{%x}" : "\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /** Marks of direction, characters without width or glyph, halves of pairs, and the code points that are no characters. */
    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
        };
    }
}
