package dev.parley.inventory;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.inventory.Condition.All;
import dev.parley.inventory.Condition.Any;
import dev.parley.inventory.Condition.In;
import dev.parley.inventory.Condition.Like;
import dev.parley.inventory.Condition.Not;
import dev.parley.inventory.Condition.Present;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes a {@link Condition} apart. */
final class ConditionParser {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(!=|!~|=|~|\\(|\\)|,)|\"([^\"]*)\"|'([^']*)'|([^\\s!=~(),\"']+))");

    /** Whatever people write by hand; a condition is read and asked level by level. */
    private static final int DEEPEST = 100;

    private static final int LONGEST_SHOWN = 200;

    private record Token(String text, boolean sign, boolean quoted, int at) {}

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int next;
    private int depth;

    ConditionParser(String text) {
        this.text = text;
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        int end = text.stripTrailing().length();
        while (at < end) {
            if (!matcher.region(at, text.length()).lookingAt()) {
                throw wrong("this cannot be understood", at);
            }
            boolean quoted = matcher.group(2) != null || matcher.group(3) != null;
            String word = Stream.of(1, 2, 3, 4)
                    .map(matcher::group)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow();
            tokens.add(new Token(word, matcher.group(1) != null, quoted, matcher.end() - word.length()));
            at = matcher.end();
        }
    }

    Condition whole() {
        if (tokens.isEmpty()) {
            throw wrong("there is nothing in it", 0);
        }
        Condition condition = any();
        if (next < tokens.size()) {
            throw wrong("and, or or the end is expected", tokens.get(next).at());
        }
        return condition;
    }

    private Condition any() {
        List<Condition> parts = new ArrayList<>(List.of(all()));
        while (takes("or")) {
            parts.add(all());
        }
        return parts.size() == 1 ? parts.get(0) : new Any(List.copyOf(parts));
    }

    private Condition all() {
        List<Condition> parts = new ArrayList<>(List.of(one()));
        while (takes("and")) {
            parts.add(one());
        }
        return parts.size() == 1 ? parts.get(0) : new All(List.copyOf(parts));
    }

    private Condition one() {
        if (takes("not")) {
            return new Not(inside(this::one));
        }
        if (takes("(")) {
            Condition inside = inside(this::any);
            expect(")");
            return inside;
        }
        String name = word("a name");
        if (takes("=")) {
            return new In(name, List.of(word("a value")));
        }
        if (takes("!=")) {
            return new Not(new In(name, List.of(word("a value"))));
        }
        if (takes("~")) {
            return new Like(name, word("a form such as pe*"));
        }
        if (takes("!~")) {
            return new Not(new Like(name, word("a form such as pe*")));
        }
        if (takes("in")) {
            expect("(");
            List<String> values = new ArrayList<>(List.of(word("a value")));
            while (takes(",")) {
                values.add(word("a value"));
            }
            expect(")");
            return new In(name, List.copyOf(values));
        }
        return new Present(name);
    }

    private Condition inside(Supplier<Condition> part) {
        if (++depth > DEEPEST) {
            throw wrong(
                    "brackets and not are more than " + DEEPEST + " deep",
                    tokens.get(next - 1).at());
        }
        Condition condition = part.get();
        depth--;
        return condition;
    }

    private boolean takes(String word) {
        if (next < tokens.size()
                && !tokens.get(next).quoted()
                && tokens.get(next).text().equals(word)) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(String sign) {
        if (!takes(sign)) {
            throw wrong(
                    sign + " is expected",
                    next < tokens.size() ? tokens.get(next).at() : text.length());
        }
    }

    private String word(String what) {
        if (next >= tokens.size()) {
            throw wrong(what + " is expected", text.length());
        }
        Token token = tokens.get(next);
        if (token.sign()) {
            throw wrong(what + " is expected", token.at());
        }
        next++;
        return token.text();
    }

    private InputException wrong(String what, int at) {
        String before = text.substring(0, Math.min(at, text.length())).strip();
        return new InputException(
                Reason.BAD_VALUE,
                "the condition \"" + shown(text) + "\" cannot be used: " + what
                        + (before.isEmpty() ? " at its beginning" : " behind \"" + shownEnd(before) + "\""),
                "write it like site=lab and role!=core, or name~'pe*' and not tag in (old, spare)",
                null);
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    private static String shownEnd(String text) {
        return text.length() <= LONGEST_SHOWN ? text : "…" + text.substring(text.length() - LONGEST_SHOWN);
    }
}
