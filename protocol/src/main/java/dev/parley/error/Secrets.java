package dev.parley.error;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may not be shown to anybody: values that a name calls secret, and what stands behind such a name in a text. Made
 * for logs and messages, it rather hides too much than too little. It cannot know a secret that nothing announces.
 */
public final class Secrets {
    /** What is shown in place of a secret. */
    public static final String HIDDEN = "***";

    /** Within a name, with everything but letters and digits taken out of it. */
    private static final Pattern PART = Pattern.compile("passw|passphrase|passcode|secret|communit|credential|token"
            + "|cleartext|presharedkey|sharedkey|privatekey|key(string|value|text|octets|hex)|psk|pwd");

    private static final Pattern ENDING = Pattern.compile("(key|keys|hash|hashed)\\d*$");
    private static final Set<String> LAST_WORDS = Set.of("pass", "pin", "crypt");
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]*+");
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----).*?(-----END [A-Z0-9 ]*-----|\\z)", Pattern.DOTALL);
    /** As in files of passwords, and as some devices obscure theirs. */
    private static final Pattern CRYPT = Pattern.compile("\\$\\d[a-z]?\\$[^\\s\"'<>;]++");

    private static final Pattern URL_USER = Pattern.compile("(\\w://)[^\\s\"'<>]*@");

    private Secrets() {}

    /** Whether what bears this name is a secret: {@code password}, {@code auth-key}, {@code preSharedKey}. */
    public static boolean isNamed(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String letters = squeezed(lower);
        return PART.matcher(letters).find() || ENDING.matcher(letters).find() || LAST_WORDS.contains(lastWord(lower));
    }

    private static String squeezed(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        name.chars().filter(Character::isLetterOrDigit).forEach(c -> letters.append((char) c));
        return letters.toString();
    }

    private static String lastWord(String name) {
        int from = name.length();
        while (from > 0 && Character.isLetter(name.charAt(from - 1))) {
            from--;
        }
        return name.substring(from);
    }

    /**
     * A text without what stands behind the name of a secret: up to the closing quote, behind a tag up to the next one, or
     * else to the end of the line. Also without the user in URLs, private keys in PEM, and hashes of passwords.
     */
    public static String hiddenIn(String text) {
        String shown = hiddenBehindNames(text);
        if (shown.contains("-----BEGIN")) {
            shown = PRIVATE_KEY.matcher(shown).replaceAll("$1" + HIDDEN + "$2");
        }
        if (shown.indexOf('$') >= 0) {
            shown = CRYPT.matcher(shown).replaceAll(HIDDEN);
        }
        return shown.contains("://") ? URL_USER.matcher(shown).replaceAll("$1" + HIDDEN + "@") : shown;
    }

    private static String hiddenBehindNames(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        var word = WORD.matcher(text);
        int copied = 0;
        for (int at = 0; word.find(at); ) {
            at = word.end();
            boolean secret = isNamed(word.group()) && !text.startsWith("</", word.start() - 2);
            int value = secret ? valueBehind(text, at) : text.length();
            if (value < text.length()) {
                shown.append(text, copied, value).append(HIDDEN);
                at = valueEnd(text, value);
                copied = at;
            }
        }
        return shown.append(text, copied, text.length()).toString();
    }

    /** Where the value begins that belongs to a name which ends here; the end of the text if there is none. */
    private static int valueBehind(String text, int nameEnd) {
        int at = nameEnd < text.length() && isQuote(text.charAt(nameEnd)) ? nameEnd + 1 : nameEnd;
        int separator = at;
        while (at < text.length() && " \t=:>".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        boolean isValue = at > separator && at < text.length() && !isLineEnd(text.charAt(at));
        return isValue ? at : text.length();
    }

    private static int valueEnd(String text, int from) {
        if (text.charAt(from - 1) == '>') {
            int tag = text.indexOf('<', from);
            return tag < 0 ? text.length() : tag;
        }
        char first = text.charAt(from);
        if (isQuote(first)) {
            return quoteEnd(text, from + 1, first);
        }
        int at = from;
        while (at < text.length() && !isLineEnd(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int quoteEnd(String text, int from, char quote) {
        for (int at = from; at < text.length(); at++) {
            if (text.charAt(at) == quote) {
                return at + 1;
            }
            if (text.charAt(at) == '\\') {
                at++;
            }
        }
        return text.length();
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
