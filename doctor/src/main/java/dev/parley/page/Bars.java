package dev.parley.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts along an axis, one panel of bars above the other. Each panel has its own height, so that what is rare shows beside
 * what is frequent.
 *
 * @param title what it is
 * @param description what it shows, in a sentence
 * @param axis what the bars stand along
 * @param bins what each bar stands for, in words
 * @param panels the counts
 */
public record Bars(String title, String description, Axis axis, List<String> bins, List<Panel> panels) {
    private static final int HEAD = 26;
    private static final int HIGH = 84;
    private static final int GAP = 14;
    private static final double FILLED = 0.86;

    /** Copies the lists. */
    public Bars {
        bins = List.copyOf(bins);
        panels = List.copyOf(panels);
    }

    /**
     * A panel.
     *
     * @param name what is counted
     * @param bad whether it counts what failed, which is drawn
     * @param counts the count in each bin
     */
    public record Panel(String name, boolean bad, List<Integer> counts) {
        /** Copies the list. */
        public Panel {
            counts = List.copyOf(counts);
        }

        private int most() {
            return counts.stream().mapToInt(each -> each).max().orElse(0);
        }
    }

    /** Draws it, with the numbers in a table that can be unfolded. */
    public void draw(Markup markup) {
        int panel = HEAD + HIGH + GAP;
        int bottom = panels.size() * panel - GAP;
        Chart.draw(markup, title, description, bottom + Chart.AXIS, () -> {
            String hatch = Chart.hatch(markup);
            axis.draw(markup, HEAD, bottom);
            for (int i = 0; i < panels.size(); i++) {
                draw(markup, panels.get(i), i * panel, hatch);
            }
        });
        table().writeFolded(markup);
    }

    private void draw(Markup markup, Panel panel, int top, String hatch) {
        int floor = top + HEAD + HIGH;
        int most = panel.most();
        markup.element("text.name", panel.name(), "x", "0", "y", String.valueOf(top + 14));
        markup.element(
                "text.value",
                "highest bar " + Numbers.count(most),
                "x",
                "100%",
                "y",
                String.valueOf(top + 14),
                "text-anchor",
                "end");
        for (int i = 0; i < bins.size(); i++) {
            int count = panel.counts().get(i);
            if (count > 0) {
                int height = Math.max(3, (int) Math.round((double) count / most * HIGH));
                double from = (i + (1 - FILLED) / 2) / bins.size();
                double until = from + FILLED / bins.size();
                Chart.bar(
                        markup,
                        panel.bad() ? "rect.bar.bad" : "rect.bar.whole",
                        from,
                        until,
                        floor - height,
                        height,
                        "fill",
                        panel.bad() ? hatch : "currentColor");
            }
        }
        markup.leaf("line.base", "x1", "0", "x2", "100%", "y1", String.valueOf(floor), "y2", String.valueOf(floor));
    }

    private DataTable table() {
        List<DataTable.Column> columns = new ArrayList<>();
        columns.add(DataTable.words("Bar"));
        panels.forEach(panel -> columns.add(DataTable.number(panel.name())));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < bins.size(); i++) {
            List<String> row = new ArrayList<>();
            row.add(bins.get(i));
            for (Panel panel : panels) {
                row.add(Numbers.count(panel.counts().get(i)));
            }
            rows.add(row);
        }
        return DataTable.of(title, columns).with(rows);
    }
}
