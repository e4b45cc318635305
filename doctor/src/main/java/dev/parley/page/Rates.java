package dev.parley.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Shares beside one another, from nothing to all: for each thing, how often it fails where something holds and where not.
 *
 * @param title what it is
 * @param description what it shows, in a sentence
 * @param pairs the things
 */
public record Rates(String title, String description, List<Pair> pairs) {
    private static final int PAIR = 92;
    private static final int BAR = 10;

    /** Copies the list. */
    public Rates {
        pairs = List.copyOf(pairs);
    }

    /**
     * A thing.
     *
     * @param name what it is
     * @param inside how often it fails where it holds, from 0 to 1
     * @param insideWords the same in words
     * @param outside how often it fails elsewhere
     * @param outsideWords the same in words
     */
    public record Pair(String name, double inside, String insideWords, double outside, String outsideWords) {}

    /** Draws it. */
    public void draw(Markup markup) {
        int bottom = pairs.size() * PAIR;
        Chart.draw(markup, title, description, bottom + Chart.AXIS, () -> {
            String hatch = Chart.hatch(markup);
            List<Axis.Tick> ticks = new ArrayList<>();
            for (int quarter = 0; quarter <= 4; quarter++) {
                ticks.add(new Axis.Tick(quarter / 4.0, quarter * 25 + " %"));
            }
            new Axis(ticks).draw(markup, 0, bottom);
            for (int i = 0; i < pairs.size(); i++) {
                draw(markup, pairs.get(i), i * PAIR, hatch);
            }
        });
    }

    private static void draw(Markup markup, Pair pair, int top, String hatch) {
        markup.element("text.name", pair.name(), "x", "0", "y", String.valueOf(top + 14));
        Chart.bar(markup, "rect.bar.bad", 0, pair.inside(), top + 22, BAR, "fill", hatch);
        markup.element("text.value", pair.insideWords(), "x", "0", "y", String.valueOf(top + 46));
        Chart.bar(markup, "rect.bar.whole", 0, pair.outside(), top + 54, BAR, "fill", "currentColor");
        markup.element("text.value", pair.outsideWords(), "x", "0", "y", String.valueOf(top + 78));
    }
}
