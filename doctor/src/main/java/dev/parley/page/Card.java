package dev.parley.page;

import java.util.function.Consumer;

/** Something that is said for itself, with a heading that shows how good or bad it is. */
public final class Card {
    private final Markup markup;

    private Card(Markup markup) {
        this.markup = markup;
    }

    /** Writes one. */
    public static void write(Markup markup, Mark mark, String title, Consumer<Card> content) {
        markup.in("article.card." + mark.kind(), () -> {
            markup.in("div.head", () -> {
                mark.draw(markup);
                markup.element("h3", title);
            });
            content.accept(new Card(markup));
        });
    }

    /** What is to be known, under a word that says what it is; nothing if there are no words. Stands in a {@code dl}. */
    public void says(String what, String words) {
        if (!words.isEmpty()) {
            says(what, () -> markup.text(words));
        }
    }

    /** The same, with more than words. */
    public void says(String what, Markup.Content words) {
        markup.in("div", () -> {
            markup.element("dt", what);
            markup.in("dd", words);
        });
    }
}
