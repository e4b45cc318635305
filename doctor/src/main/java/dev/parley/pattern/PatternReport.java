package dev.parley.pattern;

import java.util.List;

/**
 * What a search came to.
 *
 * @param all the attempts, and how many of them failed
 * @param outcome what can be said
 * @param patterns those found, the clearest first; empty but for {@link Outcome#FOUND}
 * @param factors what was looked at: what differs among the attempts
 * @param missing how many further failures it takes at least until a pattern could be told from an accident; above zero
 *     for {@link Outcome#NOT_ENOUGH_YET} alone
 * @param splits how many ways of splitting the attempts were looked at, for which the chances are corrected
 * @param level how often a search in attempts without any pattern finds one all the same: at most, where attempts are
 *     independent of each other, and about so often where failures come in a row
 */
public record PatternReport(
        Tally all,
        Outcome outcome,
        List<Pattern> patterns,
        List<String> factors,
        int missing,
        int splits,
        double level) {
    /** Copies the lists. */
    public PatternReport {
        patterns = List.copyOf(patterns);
        factors = List.copyOf(factors);
    }

    /** What can be said. */
    public enum Outcome {
        /** Nothing failed, so there is nothing to explain. */
        NO_FAILURES,
        /** Everything failed: this is no matter of now and then. */
        ONLY_FAILURES,
        /** There are so few failures that not even the clearest pattern could be told from an accident. */
        NOT_ENOUGH_YET,
        /** No factor tells failures from the rest. */
        NO_PATTERN,
        /** There are patterns. */
        FOUND
    }
}
