package dev.parley.inventory;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names as Ansible writes many of them in one: {@code web[01:50]}, {@code db-[a:f]}, {@code r[1:9:2]-[a:b]}. */
final class HostRange {
    private static final Pattern RANGE = Pattern.compile("\\[([^\\[\\]:]+):([^\\[\\]:]+)(?::([0-9]+))?]");
    private static final int MOST = 100_000;
    /** Of a text with ranges; names in DNS have half of it. */
    private static final int LONGEST = 500;

    private HostRange() {}

    /**
     * The names that a text stands for.
     *
     * @throws IllegalArgumentException if it stands for none, or for too many; the message says why
     */
    static List<String> expand(String text) {
        Matcher range = RANGE.matcher(text);
        List<String> names = List.of("");
        int at = 0;
        while (range.find()) {
            if (text.length() > LONGEST) {
                throw new IllegalArgumentException("a range stands in a name of more than " + LONGEST + " characters");
            }
            String before = text.substring(at, range.start());
            List<String> middles = between(range.group(1), range.group(2), step(range.group(3)));
            if ((long) names.size() * middles.size() > MOST) {
                throw new IllegalArgumentException("\"" + text + "\" stands for more than " + MOST + " names");
            }
            names = names.stream()
                    .flatMap(name -> middles.stream().map(middle -> name + before + middle))
                    .toList();
            at = range.end();
        }
        String rest = text.substring(at);
        return names.stream().map(name -> name + rest).toList();
    }

    /** Steps beyond the end leave the first name alone. */
    private static int step(@Nullable String text) {
        int step = text == null
                ? 1
                : new BigInteger(text)
                        .min(BigInteger.valueOf(Integer.MAX_VALUE))
                        .intValueExact();
        if (step == 0) {
            throw new IllegalArgumentException("a range cannot go in steps of 0");
        }
        return step;
    }

    private static List<String> between(String first, String last, int step) {
        if (isNumber(first) && isNumber(last)) {
            return numbers(first, last, step);
        }
        boolean letters = first.length() == 1
                && last.length() == 1
                && Character.isLetter(first.charAt(0))
                && Character.isLetter(last.charAt(0))
                && first.charAt(0) <= last.charAt(0);
        if (!letters) {
            throw new IllegalArgumentException("there is nothing from " + first + " to " + last);
        }
        List<String> names = new ArrayList<>();
        for (long c = first.charAt(0); c <= last.charAt(0); c += step) {
            names.add(Character.toString((int) c));
        }
        return names;
    }

    private static boolean isNumber(String text) {
        return text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** With as many digits as the first one has, if it begins with 0. */
    private static List<String> numbers(String first, String last, int step) {
        int from = Integer.parseInt(first);
        int to = Integer.parseInt(last);
        if (from > to) {
            throw new IllegalArgumentException("there is nothing from " + first + " to " + last);
        }
        if ((to - from) / step > MOST) {
            throw new IllegalArgumentException(
                    "from " + first + " to " + last + " there are more than " + MOST + " names");
        }
        String form = first.startsWith("0") && first.length() > 1 ? "%0" + first.length() + "d" : "%d";
        List<String> names = new ArrayList<>();
        for (long number = from; number <= to; number += step) {
            names.add(String.format(Locale.ROOT, form, number));
        }
        return names;
    }
}
