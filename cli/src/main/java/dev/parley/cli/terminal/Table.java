package dev.parley.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows in columns, each as wide as its widest cell; numbers stand to the right. The last column is not padded. What came
 * from a device is made harmless, and stays in its row.
 */
public final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param title what stands above it
     * @param alignment on which side its cells stand
     */
    public record Column(String title, Alignment alignment) {}

    /** A side of a column. */
    public enum Alignment {
        /** Words. */
        LEFT,
        /** Numbers. */
        RIGHT
    }

    private Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** A table with these columns. */
    public static Table of(Column... columns) {
        return new Table(List.of(columns));
    }

    /** A column of words. */
    public static Column words(String title) {
        return new Column(title, Alignment.LEFT);
    }

    /** A column of numbers. */
    public static Column numbers(String title) {
        return new Column(title, Alignment.RIGHT);
    }

    /** Adds a row, a cell for each column. */
    public Table row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells).stream().map(Printable::line).toList());
        return this;
    }

    /** The lines, that of the titles first. */
    public List<String> lines(Paint paint) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).title().length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(paint.faint(line(columns.stream().map(Column::title).toList(), widths)));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String padding = " ".repeat(widths[i] - cell.length());
            line.append(i == 0 ? "" : GAP)
                    .append(columns.get(i).alignment() == Alignment.RIGHT ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }
}
