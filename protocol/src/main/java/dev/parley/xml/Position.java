package dev.parley.xml;

import java.nio.charset.StandardCharsets;

/**
 * A place in a document, as an editor shows it.
 *
 * @param line counted from 1; ends with a line feed
 * @param column the character in the line, counted from 1
 */
record Position(int line, int column) {
    /** The place of the byte at an offset. */
    static Position of(byte[] document, int from, int at) {
        int line = 1;
        int lineFrom = from;
        for (int i = from; i < at; i++) {
            if (document[i] == '\n') {
                line++;
                lineFrom = i + 1;
            }
        }
        String before = new String(document, lineFrom, Math.max(0, at - lineFrom), StandardCharsets.UTF_8);
        return new Position(line, before.codePointCount(0, before.length()) + 1);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
