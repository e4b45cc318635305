package dev.parley.page;

import java.util.List;

/**
 * Pieces in a row, each as long as it is large, of which the end may be marked as bad.
 *
 * @param title what it is
 * @param description what it shows, in a sentence
 * @param pieces their sizes
 * @param bad how much of the end is bad
 * @param left what stands below its beginning
 * @param right what stands below its end
 */
public record Strip(String title, String description, List<Integer> pieces, int bad, String left, String right) {
    private static final int HIGH = 26;
    private static final int LABEL = 20;
    private static final int MOST = 120;

    /** Copies the list. */
    public Strip {
        pieces = List.copyOf(pieces);
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
            if (bad > 0) {
                Chart.bar(markup, "rect.bar.bad", 1 - bad / all, 1, 0, HIGH, "fill", hatch);
            }
            String y = String.valueOf(HIGH + 16);
            markup.element("text.tick", left, "x", "0", "y", y);
            markup.element("text.tick", right, "x", "100%", "y", y, "text-anchor", "end");
        });
    }
}
