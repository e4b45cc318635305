package dev.parley.error;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    /** What YANG calls the leafs that tell the entries of a list apart. */
    private static final Set<String> OF_LISTS = Set.of("key", "keys");

    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]*+");
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----).*?(-----END [A-Z0-9 ]*-----|\\z)", Pattern.DOTALL);
    /** As in files of passwords, and as some devices obscure theirs. */
    private static final Pattern CRYPT = Pattern.compile("\\$\\d[a-z]?\\$[^\\s\"'<>;]++");

    private Secrets() {}

    /** Whether what bears this name is a secret: {@code password}, {@code auth-key}, {@code preSharedKey}. */
    public static boolean isNamed(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String letters = squeezed(lower);
        return PART.matcher(letters).find() || ENDING.matcher(letters).find() || LAST_WORDS.contains(lastWord(lower));
    }

    /** Whether something in a text is a secret whatever its name: a private key in PEM, or the hash of a password. */
    public static boolean isIn(String text) {
        return PRIVATE_KEY.matcher(text).find() || CRYPT.matcher(text).find();
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
     * A text without what stands behind the name of a secret: up to the closing quote, behind a tag (and its attributes) up
     * to the next one, or else to the end of the line; where a line ends in {@code password:}, the next word. Also without
     * the user in URLs, private keys in PEM, and hashes of passwords. Takes time in proportion to the length of the text.
     */
    public static String hiddenIn(String text) {
        return hiddenIn(text, false);
    }

    /**
     * The same for what a device says in words: there a bare {@code key} is a list's, as YANG calls it ({@code missing key "name"}),
     * unless something is assigned to it.
     */
    static String hiddenInProse(String text) {
        return hiddenIn(text, true);
    }

    private static String hiddenIn(String text, boolean prose) {
        String shown = hiddenBehindNames(text, prose);
        if (shown.contains("-----BEGIN")) {
            shown = PRIVATE_KEY.matcher(shown).replaceAll("$1" + HIDDEN + "$2");
        }
        if (shown.indexOf('$') >= 0) {
            shown = CRYPT.matcher(shown).replaceAll(HIDDEN);
        }
        return hiddenInUrls(shown);
    }

    private static String hiddenBehindNames(String text, boolean prose) {
        StringBuilder shown = new StringBuilder(text.length());
        var word = WORD.matcher(text);
        int copied = 0;
        for (int at = 0; word.find(at); ) {
            at = word.end();
            Value value = isNamed(word.group())
                    ? valueBehind(
                            text,
                            word.start(),
                            at,
                            prose && OF_LISTS.contains(word.group().toLowerCase(Locale.ROOT)))
                    : null;
            if (value != null) {
                if (value.from() > copied) {
                    shown.append(text, copied, value.from()).append(HIDDEN);
                }
                copied = Math.max(copied, value.to());
                at = value.next();
            }
        }
        return shown.append(text, copied, text.length()).toString();
    }

    /** What to hide, and where the next name is looked for. */
    private record Value(int from, int to, int next) {
        static Value of(int from, int to) {
            return new Value(from, to, to);
        }
    }

    /**
     * The value that belongs to the name that stands there, if there is one.
     *
     * @param ifAssigned whether one that simply follows it is none
     */
    private static @Nullable Value valueBehind(String text, int name, int nameEnd, boolean ifAssigned) {
        int tag = tagStart(text, name);
        if (text.startsWith("</", tag)) {
            return null;
        }
        if (text.startsWith("<", tag) && (isBlankAt(text, nameEnd) || text.startsWith(">", nameEnd))) {
            return contentBehind(text, nameEnd);
        }
        int at = nameEnd < text.length() && isQuote(text.charAt(nameEnd)) ? nameEnd + 1 : nameEnd;
        int separator = at;
        boolean assigned = false;
        while (at < text.length() && " \t=:>".indexOf(text.charAt(at)) >= 0) {
            assigned |= text.charAt(at) == '=' || text.charAt(at) == ':';
            at++;
        }
        if (at == separator || at == text.length() || (ifAssigned && !assigned)) {
            return null;
        }
        if (text.charAt(separator) == '>' || text.charAt(at - 1) == '>') {
            return contentBehind(text, text.charAt(separator) == '>' ? separator : at);
        }
        if (!isLineEnd(text.charAt(at))) {
            return Value.of(at, valueEnd(text, at, false));
        }
        int next = blankEnd(text, at);
        if (!assigned || next == text.length()) {
            return null;
        }
        int to = valueEnd(text, next, true);
        // a word on the next line may be a name in its turn: secrets, and in them password: and its value
        return new Value(next, to, isQuote(text.charAt(next)) ? to : next);
    }

    /** Where the tag begins that a name with or without a prefix may be in; in front of the text if in none. */
    private static int tagStart(String text, int name) {
        int at = name;
        if (text.startsWith(":", at - 1)) {
            at--;
            while (at > 0 && isInName(text.charAt(at - 1))) {
                at--;
            }
        }
        if (text.startsWith("</", at - 2)) {
            return at - 2;
        }
        return text.startsWith("<", at - 1) ? at - 1 : -1;
    }

    /** What stands from there up to the next tag: attributes and text, in however many pieces the text is. */
    private static @Nullable Value contentBehind(String text, int behind) {
        int from = blankEnd(text, behind);
        if (text.startsWith("/>", from)) {
            return null;
        }
        if (text.startsWith(">", from)) {
            from = blankEnd(text, from + 1);
        }
        int to = contentEnd(text, from);
        return from < to ? Value.of(from, to) : null;
    }

    private static int contentEnd(String text, int from) {
        int at = text.indexOf('<', from);
        while (at >= 0) {
            String end = text.startsWith("<![CDATA[", at)
                    ? "]]>"
                    : text.startsWith("<!--", at) ? "-->" : text.startsWith("<?", at) ? "?>" : "";
            if (end.isEmpty()) {
                return at;
            }
            int pieceEnd = text.indexOf(end, at);
            at = pieceEnd < 0 ? -1 : text.indexOf('<', pieceEnd);
        }
        return text.length();
    }

    /** Where a value ends: a quoted one with its quote, another with its word or with its line. */
    private static int valueEnd(String text, int from, boolean word) {
        if (isQuote(text.charAt(from))) {
            return quoteEnd(text, from + 1, text.charAt(from));
        }
        boolean begun = false;
        int at = from;
        // a dash in front of an item of a list is no word
        while (at < text.length() && !isLineEnd(text.charAt(at)) && !(word && begun && isBlankAt(text, at))) {
            begun |= Character.isLetterOrDigit(text.charAt(at));
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

    /** By hand, because a pattern that looks for the last {@code @} anew from each {@code ://} takes the square of the time. */
    private static String hiddenInUrls(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        int copied = 0;
        for (int mark = text.indexOf("://"); mark >= 0; ) {
            int user = mark + 3;
            int end = user;
            if (mark > 0 && isInScheme(text.charAt(mark - 1))) {
                int host = -1;
                for (; end < text.length() && isInUrl(text.charAt(end)); end++) {
                    host = text.charAt(end) == '@' ? end : host;
                }
                if (host >= 0) {
                    shown.append(text, copied, user).append(HIDDEN);
                    copied = host;
                }
            }
            mark = text.indexOf("://", end);
        }
        return shown.append(text, copied, text.length()).toString();
    }

    private static boolean isInScheme(char c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || c == '_');
    }

    private static boolean isInUrl(char c) {
        return " \t\n\u000b\f\r\"'<>".indexOf(c) < 0;
    }

    private static boolean isInName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }

    private static int blankEnd(String text, int from) {
        int at = from;
        while (isBlankAt(text, at)) {
            at++;
        }
        return at;
    }

    private static boolean isBlankAt(String text, int at) {
        return at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0;
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
