package dev.parley.page;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The frame of a drawing: as wide as there is room and so many pixels high, so that letters keep their size on a phone. Along
 * it everything is placed in percent.
 */
final class Chart {
    /** Room below a chart for the labels of its axis. */
    static final int AXIS = 24;

    private Chart() {}

    /**
     * Draws.
     *
     * @param title what it is, for those who hear it
     * @param description what it shows, in a sentence
     */
    static void draw(Markup markup, String title, String description, int height, Markup.Content shapes) {
        String name = markup.id("chart");
        String told = markup.id("told");
        markup.in(
                "svg.chart",
                () -> {
                    markup.element("title", title, "id", name);
                    markup.element("desc", description, "id", told);
                    shapes.write();
                },
                "role",
                "img",
                "aria-labelledby",
                name,
                "aria-describedby",
                told,
                "width",
                "100%",
                "height",
                String.valueOf(height));
    }

    /** A pattern of slanting lines for what failed, which shows without any colour; its reference as a fill. */
    static String hatch(Markup markup) {
        String id = markup.id("hatch");
        markup.in(
                "defs",
                () -> markup.in(
                        "pattern",
                        () -> {
                            markup.leaf("rect.hatched", "width", "6", "height", "6");
                            markup.leaf("path.slant", "d", "M-1 1l2-2M0 6l6-6M5 7l2-2");
                        },
                        "id",
                        id,
                        "width",
                        "6",
                        "height",
                        "6",
                        "patternUnits",
                        "userSpaceOnUse"));
        return "url(#" + id + ")";
    }

    /** A bar that is never too narrow to be seen. */
    static void bar(Markup markup, String element, double from, double until, int y, int height, String... more) {
        double width = Math.max(0.006, until - from);
        double begin = Math.max(0, Math.min(from, 1 - width));
        String[] place = {
            "x",
            Numbers.percent(begin),
            "y",
            String.valueOf(y),
            "width",
            Numbers.percent(width),
            "height",
            String.valueOf(height)
        };
        markup.leaf(element, Stream.of(place, more).flatMap(Arrays::stream).toArray(String[]::new));
    }
}
