package dev.parley.cli.terminal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart of what happened when: one line for each step, with a bar from its beginning to its end.
 *
 * @param rows the steps, in the order of their beginning
 */
public record Waterfall(List<Row> rows) {
    private static final String EIGHTHS = "▏▎▍▌▋▊▉█";
    private static final int WIDEST_BAR = 40;
    private static final int NARROWEST_BAR = 10;
    private static final int WORTHWHILE_DETAIL = 16;

    /**
     * One step.
     *
     * @param label what it is called
     * @param began when, counted from the beginning of the first
     * @param took how long
     * @param failed whether it came to a bad end
     * @param detail what came of it
     */
    public record Row(String label, Duration began, Duration took, boolean failed, String detail) {}

    /** Copies the list. */
    public Waterfall {
        rows = List.copyOf(rows);
    }

    /** From the beginning of the first step to the end of the last. */
    public Duration total() {
        return rows.stream()
                .map(row -> row.began().plus(row.took()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** The chart's lines, at most so many characters wide. */
    public List<String> lines(Paint paint, int columns) {
        int labels = Math.max(
                5, rows.stream().mapToInt(row -> row.label().length()).max().orElse(0));
        int bar = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, columns - labels - 16));
        int detail = columns - labels - 14 - bar - 2;
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            StringBuilder line = new StringBuilder("  ")
                    .append(paint.name(padded(row.label(), labels)))
                    .append(String.format(Locale.ROOT, "%10s  ", text(row.took())))
                    .append(bar(row, bar, paint));
            if (detail >= WORTHWHILE_DETAIL && !row.detail().isEmpty()) {
                line.append("  ").append(paint.faint(shortened(Printable.line(row.detail()), detail)));
            }
            lines.add(line.toString().stripTrailing());
        }
        lines.add("  " + paint.strong(padded("total", labels) + String.format(Locale.ROOT, "%10s", text(total()))));
        return lines;
    }

    private String bar(Row row, int width, Paint paint) {
        double scale = width * 8.0 / Math.max(1, total().toNanos());
        int from = (int) Math.min(width - 1, row.began().toNanos() * scale / 8);
        int eighths = (int) Math.round(row.began().plus(row.took()).toNanos() * scale) - from * 8;
        eighths = Math.max(1, Math.min(eighths, (width - from) * 8));
        StringBuilder bar = new StringBuilder("█".repeat(eighths / 8));
        if (eighths % 8 > 0) {
            bar.append(EIGHTHS.charAt(eighths % 8 - 1));
        }
        String colored = row.failed() ? paint.error(bar + " ✗") : paint.lead(bar.toString());
        int after = Math.max(0, width - from - bar.length() - (row.failed() ? 2 : 0));
        return " ".repeat(from) + colored + " ".repeat(after);
    }

    /** With one decimal, so that short steps still differ: {@code 0.4 ms}, {@code 1.3 s}. */
    static String text(Duration took) {
        double millis = took.toNanos() / 1e6;
        return millis < 1_000
                ? String.format(Locale.ROOT, "%.1f ms", millis)
                : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String shortened(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}
