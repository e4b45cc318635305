package dev.parley.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Breaks text into lines that fit, between words, so that no terminal breaks it inside one. */
public final class Prose {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    private Prose() {}

    /**
     * The lines of a paragraph. What fits stays as it is, and a word that is longer than a line has one of its own.
     *
     * @param first what the first line begins with
     * @param text words, coloured or not
     * @param columns how many characters fit into a line
     * @param next what each further line begins with
     */
    public static List<String> lines(String first, String text, int columns, String next) {
        if (visible(first) + visible(text) <= columns) {
            return List.of(first + text);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        int length = visible(first);
        boolean begun = false;
        for (String word : text.split(" ", -1)) {
            if (begun && length + 1 + visible(word) > columns) {
                lines.add(line.toString());
                line = new StringBuilder(next);
                length = visible(next);
                begun = false;
            }
            line.append(begun ? " " : "").append(word);
            length += visible(word) + (begun ? 1 : 0);
            begun = true;
        }
        lines.add(line.toString());
        return lines;
    }

    private static int visible(String text) {
        return COLOUR.matcher(text).replaceAll("").length();
    }
}
