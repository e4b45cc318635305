package dev.parley.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What an expression of PromQL asks for, as far as those of this project go.
 *
 * @param metrics the names of series, and what their labels have to be
 * @param groups the labels that it groups or joins by
 */
record Question(Map<String, List<Matcher>> metrics, Set<String> groups) {
    private static final Pattern METRIC =
            Pattern.compile("\\b((?:netconf|jvm|process|system)_[a-z_]+)\\b(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern GROUP = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");

    /** What a label has to be. */
    record Matcher(String label, String how, String value) {
        Predicate<String> asPredicate() {
            return switch (how) {
                case "=" -> value::equals;
                case "!=" -> other -> !value.equals(other);
                case "=~" -> Pattern.compile(value).asMatchPredicate();
                default -> Pattern.compile(value).asMatchPredicate().negate();
            };
        }
    }

    static Question of(String expression) {
        Map<String, List<Matcher>> metrics = new TreeMap<>();
        java.util.regex.Matcher metric = METRIC.matcher(expression);
        while (metric.find()) {
            List<Matcher> matchers = metrics.computeIfAbsent(metric.group(1), name -> new ArrayList<>());
            if (metric.group(2) != null) {
                java.util.regex.Matcher matcher = MATCHER.matcher(metric.group(2));
                while (matcher.find()) {
                    matchers.add(new Matcher(matcher.group(1), matcher.group(2), matcher.group(3)));
                }
            }
        }
        Set<String> groups = new TreeSet<>();
        java.util.regex.Matcher group = GROUP.matcher(expression);
        while (group.find()) {
            groups.addAll(Arrays.asList(group.group(1).split(", *")));
        }
        return new Question(metrics, groups);
    }
}
