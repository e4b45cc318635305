package dev.parley.inventory;

import java.util.List;

/**
 * What an inventory says about a device under one name, in one place: one text or several.
 *
 * @param name the name
 * @param values what is said
 * @param place where it is said
 */
public record Setting(String name, List<Value> values, Place place) {
    /**
     * A text in a file.
     *
     * @param text the text
     * @param place where it stands
     */
    public record Value(String text, Place place) {}

    /** Copies the list. */
    public Setting {
        values = List.copyOf(values);
    }

    /** One text. */
    static Setting of(String name, String text, Place place) {
        return new Setting(name, List.of(new Value(text, place)), place);
    }

    /** The texts. */
    public List<String> texts() {
        return values.stream().map(Value::text).toList();
    }

    /** Whether it is one text, and not an empty one. */
    public boolean isSingle() {
        return values.size() == 1 && !values.get(0).text().isBlank();
    }
}
