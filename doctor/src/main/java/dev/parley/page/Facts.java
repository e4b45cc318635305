package dev.parley.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of names and what stands for them. What is not known is left out. */
public final class Facts {
    /** What is longer than this has a line of its own. */
    private static final int WIDE = 34;

    private final Markup markup;

    private Facts(Markup markup) {
        this.markup = markup;
    }

    /** Writes facts. */
    @FunctionalInterface
    public interface Content {
        /** Writes them, one after the other. */
        void write(Facts facts);
    }

    /** Writes a list. */
    public static void write(Markup markup, Content content) {
        markup.in("dl.facts", () -> content.write(new Facts(markup)));
    }

    /** A fact in words. */
    public Facts words(String name, @Nullable String words) {
        return words == null || words.isEmpty() ? this : fact(name, "dd", List.of(words));
    }

    /** A fact that a program wrote: an address, a name, a number with its unit. */
    public Facts exact(String name, @Nullable String value) {
        return value == null || value.isEmpty() ? this : fact(name, "dd.exact", List.of(value));
    }

    /** Several values of one kind. */
    public Facts exact(String name, List<String> values) {
        return values.isEmpty() ? this : fact(name, "dd.exact", values);
    }

    private Facts fact(String name, String element, List<String> values) {
        boolean wide = values.stream().anyMatch(value -> value.length() > WIDE);
        markup.in(wide ? "div.long" : "div", () -> {
            markup.element("dt", name);
            values.forEach(value -> markup.element(element, value));
        });
        return this;
    }
}
