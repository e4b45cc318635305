package dev.parley.page;

import java.util.List;

/**
 * Counts along an axis, one panel of bars above the other. Each panel has its own height, so that what is rare shows beside
 * what is frequent.
 *
 * @param title what it is
 * @param description what it shows, in a sentence
 * @param axis what the bars stand along
 * @param panels the counts
 */
public record Bars(String title, String description, Axis axis, List<Panel> panels) {
    private static final int HEAD = 26;
    private static final int HIGH = 84;
    private static final int GAP = 14;
    private static final double FILLED = 0.86;

    /** Copies the list. */
    public Bars {
        panels = List.copyOf(panels);
    }

    /**
     * A panel.
     *
     * @param name what is counted
     * @param note what is written at the end of its head
     * @param bad whether it counts what failed, which is drawn
     * @param counts the counts; the bins are of one width
     */
    public record Panel(String name, String note, boolean bad, List<Integer> counts) {
        /** Copies the list. */
        public Panel {
            counts = List.copyOf(counts);
        }
    }

    /** Draws it. */
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
    }

    private static void draw(Markup markup, Panel panel, int top, String hatch) {
        int floor = top + HEAD + HIGH;
        markup.element("text.name", panel.name(), "x", "0", "y", String.valueOf(top + 14));
        markup.element("text.value", panel.note(), "x", "100%", "y", String.valueOf(top + 14), "text-anchor", "end");
        int most =
                Math.max(1, panel.counts().stream().mapToInt(each -> each).max().orElse(0));
        int bins = panel.counts().size();
        for (int i = 0; i < bins; i++) {
            int count = panel.counts().get(i);
            if (count > 0) {
                int height = Math.max(2, (int) Math.round((double) count / most * HIGH));
                double from = (i + (1 - FILLED) / 2) / bins;
                double until = from + FILLED / bins;
                if (panel.bad()) {
                    Chart.bar(markup, "rect.bar.bad", from, until, floor - height, height, "fill", hatch);
                } else {
                    Chart.bar(markup, "rect.bar.whole", from, until, floor - height, height);
                }
            }
        }
        markup.leaf("line.base", "x1", "0", "x2", "100%", "y1", String.valueOf(floor), "y2", String.valueOf(floor));
    }
}
