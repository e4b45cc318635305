package dev.parley.pattern;

import static java.util.Comparator.comparingDouble;

import dev.parley.pattern.PatternReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * Looks for what failing attempts share. The attempts are split in many ways, each is weighed by Fisher's exact test (does
 * this side fail more often than that one?), and its probability is multiplied by the number of splits (Bonferroni): so
 * often and no more does a search in attempts without any pattern find one. Attempts that know few factors are split in
 * fewer ways, and need fewer failures.
 *
 * <p>Fisher's test takes attempts as independent of each other, which those of an outage are not. So what is clear to it is
 * weighed once more with attempts counted as fewer, by {@link Runs}: how far failures come in a row where the factor stays
 * the same for long, too. The level then holds about, not exactly. That failures come in a row is a pattern itself, and is
 * exempt.
 *
 * <p>What comes around, such as a time of day, counts only if it has come around: failures of one night are no pattern of
 * nights, not even beside accidents in others, so it has to be clear without its strongest round, too.
 */
public final class PatternSearch {
    /** How often a search may find what is not there. */
    public static final double LEVEL = 0.01;

    private static final FisherExactTest MORE_OFTEN =
            FisherExactTest.withDefaults().with(AlternativeHypothesis.GREATER_THAN);

    /** What is not even this likely to be chance within the parts of a clearer pattern has something of its own to say. */
    private static final double OWN_LEVEL = 0.05;

    private static final int LEAST_ROUNDS = 3;

    /** Nobody waits for more. */
    private static final int MOST_MISSING = 100;

    private final List<Trial> trials;
    private final List<Split> splits;

    private PatternSearch(List<Trial> trials, ZoneId zone) {
        this.trials = trials;
        this.splits = Splits.of(trials, zone);
    }

    /**
     * Searches.
     *
     * @param trials the attempts, in any order
     * @param zone whose time of day counts
     */
    public static PatternReport in(List<Trial> trials, ZoneId zone) {
        return new PatternSearch(List.copyOf(trials), zone).report();
    }

    private PatternReport report() {
        Tally all = Split.tally(trials);
        if (all.failed() == 0) {
            return report(all, Outcome.NO_FAILURES, List.of());
        }
        if (all.failed() == all.attempts()) {
            return report(all, Outcome.ONLY_FAILURES, List.of());
        }
        List<Weighed> clear = splits.stream()
                .map(this::weigh)
                .filter(each -> each.chance <= LEVEL)
                .sorted(comparingDouble(Weighed::alone))
                .toList();
        if (!clear.isEmpty()) {
            return report(all, Outcome.FOUND, patterns(clear));
        }
        int missing = missing(all);
        return report(all, missing == 0 ? Outcome.NO_PATTERN : Outcome.NOT_ENOUGH_YET, List.of(), missing);
    }

    private PatternReport report(Tally all, Outcome outcome, List<Pattern> patterns) {
        return report(all, outcome, patterns, 0);
    }

    private PatternReport report(Tally all, Outcome outcome, List<Pattern> patterns, int missing) {
        List<String> factors = splits.stream().map(Split::factor).distinct().toList();
        return new PatternReport(all, outcome, patterns, factors, missing, splits.size(), LEVEL);
    }

    /**
     * How many more failures it takes at least until the clearest pattern that the splits allow could be told from an
     * accident, if failures stay as frequent as they are.
     */
    private int missing(Tally all) {
        for (int more = 0; more <= MOST_MISSING; more++) {
            double grown = 1 + (double) more / all.failed();
            if (splits.stream().anyMatch(split -> clearest(split, grown) * splits.size() <= LEVEL)) {
                return more;
            }
        }
        return MOST_MISSING;
    }

    /**
     * What a split came to.
     *
     * @param alone its chance if attempts are independent of each other, by which patterns are put in order: in the other
     *     one, a pattern of runs would come before all that brings runs about
     * @param chance what is said of it
     */
    private record Weighed(Split split, double alone, double chance) {}

    /** How likely it is that the split shows so much by accident, in any of the splits; 1 if it cannot be told. */
    private Weighed weigh(Split split) {
        Tally in = Split.tally(split.inside());
        Tally out = Split.tally(split.outside());
        double alone = chance(in, out) * splits.size();
        if (alone > LEVEL || Splits.tellsOfRuns(split)) {
            return new Weighed(split, alone, alone);
        }
        if (!comesAround(split)) {
            return new Weighed(split, alone, 1);
        }
        double effect = Runs.effect(split, in.failed());
        double together = chance(shared(in, effect), shared(out, effect)) * splits.size();
        return new Weighed(split, alone, Math.max(alone, together));
    }

    /** As if so many attempts were one: never more failures inside than there are whole events. */
    private static Tally shared(Tally tally, double effect) {
        int attempts = (int) Math.round(tally.attempts() / effect);
        return new Tally(attempts, Math.min(attempts, (int) Math.round(tally.failed() / effect)));
    }

    /** How likely it is that the first fail so much more often than the others by accident. */
    private static double chance(List<Trial> inside, List<Trial> outside) {
        if (inside.isEmpty() || outside.isEmpty()) {
            return 1;
        }
        return chance(Split.tally(inside), Split.tally(outside));
    }

    private static double chance(Tally in, Tally out) {
        int failed = in.failed() + out.failed();
        if (failed == 0 || failed == in.attempts() + out.attempts()) {
            return 1;
        }
        int[][] table = {
            {in.failed(), in.attempts() - in.failed()},
            {out.failed(), out.attempts() - out.failed()}
        };
        return MORE_OFTEN.test(table).getPValue();
    }

    /**
     * The same, if of all failures as many were inside as have room there.
     *
     * @param grown how many times as many attempts there are as now
     */
    private static double clearest(Split split, double grown) {
        Tally in = Split.tally(split.inside());
        Tally out = Split.tally(split.outside());
        int inside = (int) Math.round(in.attempts() * grown);
        int outside = (int) Math.round(out.attempts() * grown);
        int failed = (int) Math.round((in.failed() + out.failed()) * grown);
        int inThere = Math.min(failed, inside);
        return chance(new Tally(inside, inThere), new Tally(outside, Math.min(outside, failed - inThere)));
    }

    /**
     * Whether what is said to come around did so: its failures lie in different rounds, and without the round that has
     * most of them it is still clear. One outage is in one round.
     */
    private boolean comesAround(Split split) {
        Duration round = Splits.roundOf(split);
        if (round.isZero()) {
            return true;
        }
        Map<Long, Long> failures = split.inside().stream()
                .filter(Trial::failed)
                .collect(Collectors.groupingBy(trial -> roundNumber(trial.at(), round), Collectors.counting()));
        if (failures.size() < LEAST_ROUNDS) {
            return false;
        }
        long strongest = Collections.max(failures.entrySet(), Map.Entry.comparingByValue())
                .getKey();
        Predicate<Trial> inOthers = trial -> roundNumber(trial.at(), round) != strongest;
        double without = chance(
                split.inside().stream().filter(inOthers).toList(),
                split.outside().stream().filter(inOthers).toList());
        return without * splits.size() <= LEVEL;
    }

    private static long roundNumber(Instant at, Duration round) {
        return at.toEpochMilli() / round.toMillis();
    }

    /** The clearest first; what goes together with a clearer one is told with that. */
    private static List<Pattern> patterns(List<Weighed> clear) {
        List<Weighed> leading = new ArrayList<>();
        List<List<String>> alike = new ArrayList<>();
        for (Weighed next : clear) {
            int leader = leaderOf(next, leading);
            if (leader < 0) {
                leading.add(next);
                alike.add(new ArrayList<>());
            } else if (!alike.get(leader).contains(next.split.name())) {
                alike.get(leader).add(next.split.name());
            }
        }
        List<Pattern> patterns = new ArrayList<>();
        for (int i = 0; i < leading.size(); i++) {
            Split split = leading.get(i).split;
            patterns.add(new Pattern(
                    split.factor(),
                    split.condition(),
                    Split.tally(split.inside()),
                    Split.tally(split.outside()),
                    Math.min(1, leading.get(i).chance),
                    alike.get(i)));
        }
        return patterns;
    }

    /** The clearer pattern that leaves this one nothing of its own to say, or -1. */
    private static int leaderOf(Weighed next, List<Weighed> leading) {
        for (int i = 0; i < leading.size(); i++) {
            Split lead = leading.get(i).split;
            boolean own =
                    !alike(lead, next.split) && (tells(next.split, lead.inside()) || tells(next.split, lead.outside()));
            if (!own) {
                return i;
            }
        }
        return -1;
    }

    /** Whether both look at the same: at one factor, or at what comes around, where every time has its multiples. */
    private static boolean alike(Split one, Split other) {
        return one.factor().equals(other.factor())
                || !(Splits.roundOf(one).isZero() || Splits.roundOf(other).isZero());
    }

    /** Whether the split tells failures from the rest among those. */
    private static boolean tells(Split split, List<Trial> among) {
        Set<Trial> those = Split.identities(among);
        return chance(
                        split.inside().stream().filter(those::contains).toList(),
                        split.outside().stream().filter(those::contains).toList())
                <= OWN_LEVEL;
    }
}
