package dev.parley.page;

import java.util.List;

/**
 * What was done one after the other, drawn along the time: a bar for each step.
 *
 * @param title what it is
 * @param description what it shows, in a sentence
 * @param rows the steps
 */
public record Waterfall(String title, String description, List<Row> rows) {
    private static final int ROW = 44;
    private static final int LABEL = 14;
    private static final int BAR = 22;
    private static final int THICK = 12;
    private static final int MOST_TICKS = 400;

    /** Copies the list. */
    public Waterfall {
        rows = List.copyOf(rows);
    }

    /** What a row shows. */
    public sealed interface Row {
        /** Its name. */
        String name();

        /** What is written at its end. */
        String note();

        /** When the last of it was, in milliseconds. */
        double end();
    }

    /**
     * A step.
     *
     * @param name its name
     * @param note what is written at its end
     * @param begin when it began, in milliseconds
     * @param end when it ended
     * @param failed whether it failed, which is drawn
     * @param core when something came within it: from the first time on, up to the second; empty if nothing is told
     */
    public record Step(String name, String note, double begin, double end, boolean failed, List<Double> core)
            implements Row {
        /** Copies the list. */
        public Step {
            core = List.copyOf(core);
        }
    }

    /**
     * Single moments in two directions.
     *
     * @param name what happened
     * @param note what is written at its end
     * @param up moments that are drawn upwards, in milliseconds
     * @param down moments that are drawn downwards
     */
    public record Moments(String name, String note, List<Double> up, List<Double> down) implements Row {
        /** Copies the lists. */
        public Moments {
            up = List.copyOf(up);
            down = List.copyOf(down);
        }

        @Override
        public double end() {
            return Math.max(
                    up.stream().mapToDouble(at -> at).max().orElse(0),
                    down.stream().mapToDouble(at -> at).max().orElse(0));
        }
    }

    /** Draws it; nothing if there is nothing to draw. */
    public void draw(Markup markup) {
        if (rows.isEmpty()) {
            return;
        }
        double until = Math.max(0.1, rows.stream().mapToDouble(Row::end).max().orElse(0));
        int bottom = rows.size() * ROW;
        Chart.draw(markup, title, description, bottom + Chart.AXIS, () -> {
            String hatch = Chart.hatch(markup);
            Axis.ofMillis(until).draw(markup, 0, bottom);
            for (int i = 0; i < rows.size(); i++) {
                draw(markup, rows.get(i), i * ROW, until, hatch);
            }
        });
    }

    private static void draw(Markup markup, Row row, int top, double until, String hatch) {
        markup.element("text.name", row.name(), "x", "0", "y", String.valueOf(top + LABEL));
        markup.element("text.value", row.note(), "x", "100%", "y", String.valueOf(top + LABEL), "text-anchor", "end");
        if (row instanceof Step step) {
            draw(markup, step, top + BAR, until, hatch);
        } else if (row instanceof Moments moments) {
            int middle = top + BAR + 10;
            markup.leaf(
                    "line.base", "x1", "0", "x2", "100%", "y1", String.valueOf(middle), "y2", String.valueOf(middle));
            ticks(markup, "rect.tick.up", moments.up(), until, middle - 8);
            ticks(markup, "rect.tick.down", moments.down(), until, middle + 1);
        }
    }

    private static void draw(Markup markup, Step step, int y, double until, String hatch) {
        double from = step.begin() / until;
        double to = step.end() / until;
        if (step.failed()) {
            Chart.bar(markup, "rect.bar.bad", from, to, y, THICK, "rx", "2", "fill", hatch);
        } else if (step.core().size() == 2) {
            Chart.bar(markup, "rect.bar.pale", from, to, y, THICK, "rx", "2");
        } else {
            Chart.bar(markup, "rect.bar.whole", from, to, y, THICK, "rx", "2");
        }
        if (step.core().size() == 2) {
            Chart.bar(
                    markup,
                    "rect.core",
                    step.core().get(0) / until,
                    step.core().get(1) / until,
                    y + 3,
                    THICK - 6,
                    "rx",
                    "1");
        }
    }

    /** At most so many: of those that would lie on one another one is drawn. */
    private static void ticks(Markup markup, String element, List<Double> moments, double until, int y) {
        moments.stream()
                .mapToLong(at -> Math.round(at / until * MOST_TICKS))
                .distinct()
                .forEach(at -> markup.leaf(
                        element,
                        "x",
                        Numbers.percent(Math.min(0.995, (double) at / MOST_TICKS)),
                        "y",
                        String.valueOf(y),
                        "width",
                        "2",
                        "height",
                        "7"));
    }
}
