package dev.parley.page;

import java.util.List;

/**
 * Pieces in a row, each as long as it is large, of which the end may be left over.
 *
 * @param title what it is
 * @param description what it shows, in a sentence
 * @param pieces their sizes
 * @param left how much of the end is left over
 */
public record Strip(String title, String description, List<Integer> pieces, int left) {
    private static final int HIGH = 26;
    private static final int LABEL = 18;
    private static final int MOST = 120;

    /** Copies the list. */
    public Strip {
        pieces = List.copyOf(pieces);
    }

    /** Such a strip. */
    public static Strip of(String title, String description, List<Integer> pieces, int left) {
        return new Strip(title, description, pieces, left);
    }

    /** Draws it, unless there are so many pieces that none could be seen. */
    public void draw(Markup markup) {
        double all = pieces.stream().mapToInt(each -> each).sum();
        if (pieces.size() > MOST || all <= 0) {
            return;
        }
        Chart.draw(markup, title, description, HIGH + LABEL, () -> {
            String hatch = Chart.hatch(markup);
            double begin = 0;
            for (int piece : pieces) {
                Chart.bar(markup, "rect.piece", begin / all, (begin + piece) / all, 0, HIGH);
                begin += piece;
            }
            if (left > 0) {
                Chart.bar(markup, "rect.bar.bad", 1 - left / all, 1, 0, HIGH, "fill", hatch);
            }
            String y = String.valueOf(HIGH + 14);
            markup.element("text.tick", "0", "x", "0", "y", y);
            if (left > 0) {
                String unread = Numbers.count(left) + " of " + Numbers.count((long) all, "byte") + " unread";
                markup.element("text.value", unread, "x", "100%", "y", y, "text-anchor", "end");
            } else {
                markup.element(
                        "text.tick", Numbers.count((long) all, "byte"), "x", "100%", "y", y, "text-anchor", "end");
            }
        });
    }
}
