package dev.parley.pattern;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A way of telling some attempts from others that know the same factor.
 *
 * @param factor what is looked at
 * @param condition which part of it is inside
 * @param inside those to which the condition applies
 * @param outside the others
 */
record Split(String factor, String condition, List<Trial> inside, List<Trial> outside) {
    static Split of(String factor, String condition, List<Trial> all, Predicate<Trial> applies) {
        return new Split(
                factor,
                condition,
                all.stream().filter(applies).toList(),
                all.stream().filter(applies.negate()).toList());
    }

    /** Whether there is something on both sides. */
    boolean parts() {
        return !inside.isEmpty() && !outside.isEmpty();
    }

    static Tally tally(List<Trial> trials) {
        return new Tally(
                trials.size(), (int) trials.stream().filter(Trial::failed).count());
    }

    /** These very trials, whatever equals them. */
    static Set<Trial> identities(List<Trial> trials) {
        Set<Trial> those = Collections.newSetFromMap(new IdentityHashMap<>());
        those.addAll(trials);
        return those;
    }

    String name() {
        return factor + " " + condition;
    }
}
