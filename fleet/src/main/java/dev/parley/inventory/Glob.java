package dev.parley.inventory;

import java.util.regex.Pattern;

/**
 * A form of names with {@code *} for anything and {@code ?} for one character.
 *
 * @param text as it is written
 * @param pattern what it means
 */
record Glob(String text, Pattern pattern) {
    /** The form that a text stands for. */
    static Glob of(String text) {
        StringBuilder pattern = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '*' -> pattern.append(".*");
                case '?' -> pattern.append('.');
                default -> pattern.append(Pattern.quote(Character.toString(c)));
            }
        });
        return new Glob(text, Pattern.compile(pattern.toString(), Pattern.DOTALL));
    }

    /** Whether it leaves anything open. */
    boolean isOpen() {
        return text.contains("*") || text.contains("?");
    }

    /** Whether a name is of this form. */
    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }
}
