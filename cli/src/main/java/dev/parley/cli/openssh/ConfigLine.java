package dev.parley.cli.openssh;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of OpenSSH's configuration.
 *
 * @param where file and number
 * @param keyword what it is about, in lower case
 * @param words its arguments
 */
record ConfigLine(String where, String keyword, List<String> words) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9]+)(?:\\s*=\\s*|\\s+|$)(.*)");

    /** Commands keep their quotes, and number signs are no comments in them. */
    private static final String COMMAND = "proxycommand";

    ConfigLine {
        words = List.copyOf(words);
    }

    /** Reads a line; null if there is nothing on it. */
    static @Nullable ConfigLine parse(String where, String text) {
        String line = text.strip();
        if (line.isEmpty() || line.startsWith("#")) {
            return null;
        }
        Matcher form = FORM.matcher(line);
        if (!form.matches()) {
            throw malformed(where, "\"" + line + "\" is not a keyword and its value");
        }
        String keyword = form.group(1).toLowerCase(Locale.ROOT);
        String rest = form.group(2).strip();
        if (rest.isEmpty()) {
            throw malformed(where, form.group(1) + " has no value");
        }
        return new ConfigLine(where, keyword, keyword.equals(COMMAND) ? List.of(rest) : words(where, rest));
    }

    private static List<String> words(String where, String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && "\"'\\".indexOf(text.charAt(i + 1)) >= 0) {
                word.append(text.charAt(++i));
                begun = true;
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else if (c == '#' && !begun) {
                break;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quote != 0) {
            throw malformed(where, "a quotation mark is not closed");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    private static InputException malformed(String where, String what) {
        return new InputException(
                Reason.BAD_SETTING, where + ": " + what, "--ssh-config none does without OpenSSH's files", null);
    }

    /** The only argument. */
    String word() {
        if (words.size() != 1) {
            throw wrong("takes one value, not " + words.size());
        }
        return words.get(0);
    }

    /** Whether that is {@code yes}. */
    boolean isYes() {
        return switch (word().toLowerCase(Locale.ROOT)) {
            case "yes", "true" -> true;
            case "no", "false" -> false;
            default -> throw wrong("is neither yes nor no");
        };
    }

    /** The error that something is wrong with it. */
    InputException wrong(String why) {
        return malformed(where, keyword + " " + why);
    }
}
