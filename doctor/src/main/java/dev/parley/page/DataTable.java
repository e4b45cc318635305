package dev.parley.page;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of plain values, the first of each row its heading. It scrolls inside its own box where it is too wide.
 *
 * @param caption what it shows
 * @param columns what stands in each column
 * @param rows the values, as many in each row as there are columns
 */
public record DataTable(String caption, List<Column> columns, List<List<String>> rows) {
    /** Copies the lists. */
    public DataTable {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /**
     * A column.
     *
     * @param title its heading
     * @param kind what stands in it
     */
    public record Column(String title, Kind kind) {}

    /** What stands in a column. */
    public enum Kind {
        /** Words, which are broken where there is no room. */
        WORDS(""),
        /** A word or two, which are not broken. */
        TERSE(".terse"),
        /** Numbers with their unit, under one another. */
        NUMBER(".number"),
        /** What a program wrote. */
        EXACT(".exact");

        private final String style;

        Kind(String style) {
            this.style = style;
        }
    }

    /** A table that is filled row by row. */
    public static DataTable of(String caption, Column... columns) {
        return new DataTable(caption, List.of(columns), new ArrayList<>());
    }

    /** The same with another row. */
    public DataTable with(List<String> row) {
        List<List<String>> more = new ArrayList<>(rows);
        more.add(row);
        return new DataTable(caption, columns, more);
    }

    /** The same with these rows. */
    public DataTable with(Iterable<List<String>> all) {
        List<List<String>> more = new ArrayList<>(rows);
        all.forEach(more::add);
        return new DataTable(caption, columns, more);
    }

    /** A column of words. */
    public static Column words(String title) {
        return new Column(title, Kind.WORDS);
    }

    /** A column of a word or two. */
    public static Column terse(String title) {
        return new Column(title, Kind.TERSE);
    }

    /** A column of numbers. */
    public static Column number(String title) {
        return new Column(title, Kind.NUMBER);
    }

    /** A column of what a program wrote. */
    public static Column exact(String title) {
        return new Column(title, Kind.EXACT);
    }

    /** Writes it. */
    public void write(Markup markup) {
        String id = markup.id("table");
        box(
                markup,
                id,
                () -> markup.in("table", () -> {
                    markup.element("caption", caption, "id", id);
                    markup.in(
                            "thead",
                            () -> markup.in(
                                    "tr",
                                    () -> columns.forEach(column -> markup.element(
                                            "th" + column.kind().style, column.title(), "scope", "col"))));
                    markup.in("tbody", () -> rows.forEach(row -> markup.in("tr", () -> row(markup, row))));
                }));
    }

    private void row(Markup markup, List<String> row) {
        for (int i = 0; i < row.size(); i++) {
            String style = columns.get(i).kind().style;
            if (i == 0) {
                markup.element("th" + style, row.get(i), "scope", "row");
            } else {
                markup.element("td" + style, row.get(i));
            }
        }
    }

    /** Writes it under a line that opens it: for numbers that a chart beside it shows already. */
    public void writeFolded(Markup markup) {
        markup.in("details", () -> {
            markup.element("summary", "The same numbers in a table");
            write(markup);
        });
    }

    /** The box that a wide table scrolls in, which the keyboard reaches, too. */
    public static void box(Markup markup, String caption, Markup.Content table) {
        markup.in("div.wide", table, "role", "region", "tabindex", "0", "aria-labelledby", caption);
    }
}
