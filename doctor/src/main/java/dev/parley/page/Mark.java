package dev.parley.page;

/** How good or bad something is: a shape, a colour and a word, so that none of them is needed alone. */
public enum Mark {
    /** As it should be. */
    GOOD("M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18z", "M5.6 10.4l3 3l5.8-6.6"),
    /** Good to know. */
    NOTE("M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18z", "M10 9v5.4M10 5.4v.6"),
    /** It costs something. */
    WARNING("M10 1.4L19.2 18H.8z", "M10 7.4v5M10 15v.5"),
    /** It breaks something. */
    BAD("M6.2 1h7.6L19 6.2v7.6L13.8 19H6.2L1 13.8V6.2z", "M6.6 6.6l6.8 6.8M13.4 6.6l-6.8 6.8");

    private final String outline;
    private final String sign;

    Mark(String outline, String sign) {
        this.outline = outline;
        this.sign = sign;
    }

    /** The class that elements of this mark have: {@code bad}. */
    public String kind() {
        return switch (this) {
            case GOOD -> "good";
            case NOTE -> "note";
            case WARNING -> "warn";
            case BAD -> "bad";
        };
    }

    /** Draws the shape. Nobody reads it aloud: the words stand beside it. */
    public void draw(Markup markup) {
        markup.in(
                "svg.mark." + kind(),
                () -> {
                    markup.leaf("path.outline", "d", outline);
                    markup.leaf("path.sign", "d", sign);
                },
                "viewBox",
                "0 0 20 20",
                "width",
                "20",
                "height",
                "20",
                "aria-hidden",
                "true",
                "focusable",
                "false");
    }

    /** The words on a label of this mark. */
    public void label(Markup markup, String words) {
        markup.element("span.label." + kind(), words);
    }
}
