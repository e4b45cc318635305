package dev.parley.page;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of plain values, the first of each row its heading. Where it is too wide it scrolls inside its own box, and on a
 * phone each row becomes a small list.
 *
 * @param caption what it shows
 * @param columns what stands in each column
 * @param rows the values, as many in each row as there are columns
 * @param shape what becomes of it on a phone
 */
public record DataTable(String caption, List<Column> columns, List<List<String>> rows, Shape shape) {
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

    /** What becomes of a table on a phone. */
    public enum Shape {
        /** Each row becomes a list, with the columns' headings as names. */
        STACKED,
        /** It stays a table, and scrolls. */
        FIXED
    }

    /** A table of these columns, without rows. */
    public static DataTable of(String caption, Column... columns) {
        return of(caption, List.of(columns));
    }

    /** A table of these columns, without rows. */
    public static DataTable of(String caption, List<Column> columns) {
        return new DataTable(caption, columns, List.of(), Shape.STACKED);
    }

    /** The same with these rows at its end. */
    public DataTable with(List<List<String>> more) {
        List<List<String>> all = new ArrayList<>(rows);
        all.addAll(more);
        return new DataTable(caption, columns, all, shape);
    }

    /** The same, a table on a phone as well. */
    public DataTable fixed() {
        return new DataTable(caption, columns, rows, Shape.FIXED);
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

    /** Writes it. The roles are said, because a phone's layout would take them away. */
    public void write(Markup markup) {
        String id = markup.id("table");
        markup.open("div.wide", "role", "region", "tabindex", "0", "aria-labelledby", id);
        markup.open(shape == Shape.STACKED ? "table.stack" : "table", "role", "table");
        markup.element("caption", caption, "id", id);
        markup.open("thead", "role", "rowgroup").open("tr", "role", "row");
        columns.forEach(column ->
                markup.element("th" + column.kind().style, column.title(), "scope", "col", "role", "columnheader"));
        markup.close().close();
        markup.open("tbody", "role", "rowgroup");
        rows.forEach(row -> row(markup, row));
        markup.close().close().close();
    }

    private void row(Markup markup, List<String> row) {
        markup.open("tr", "role", "row");
        for (int i = 0; i < row.size(); i++) {
            Column column = columns.get(i);
            String style = column.kind().style;
            if (i == 0) {
                markup.element("th" + style, row.get(i), "scope", "row", "role", "rowheader");
            } else if (shape == Shape.STACKED) {
                // between the name and the value on a phone; an element, because a value may be of several lines
                markup.open("td" + style, "role", "cell", "data-label", column.title());
                markup.element("span", row.get(i)).close();
            } else {
                markup.element("td" + style, row.get(i), "role", "cell");
            }
        }
        markup.close();
    }

    /** Writes it under a line that opens it: for numbers that a chart beside it shows already. */
    void writeFolded(Markup markup) {
        markup.in("details.numbers", () -> {
            markup.element("summary", "The same numbers in a table");
            write(markup);
        });
    }
}
