package dev.parley.simulator.datastore;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The predicates of {@code yang:key}, such as {@code [ex:first='Bob'][ex:surname="O'Brien"]}. */
final class KeyPredicates {
    private static final Pattern ONE =
            Pattern.compile("\\[\\s*(?:[^\\[\\]:=\\s]+:)?([^\\[\\]:=\\s]+)\\s*=\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*]");

    private KeyPredicates() {}

    /** Whether the entry has every key with its value; false for text that is no sequence of predicates. */
    static boolean hold(String predicates, DataNode entry) {
        Matcher matcher = ONE.matcher(predicates);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            String value = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            if (!entry.child(matcher.group(1)).map(DataNode::value).equals(java.util.Optional.of(value))) {
                return false;
            }
            end = matcher.end();
        }
        return end > 0 && end == predicates.length();
    }
}
