package dev.parley.pattern;

import static java.util.Comparator.comparingDouble;

import dev.parley.pattern.PatternReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * Looks for what failing attempts share. The attempts are split in many ways, each is weighed by Fisher's exact test (does
 * this side fail more often than that one?), and its probability is multiplied by the number of splits (Bonferroni): so
 * often and no more does a search in attempts without any pattern find one. Attempts that know few factors are split in
 * fewer ways, and need fewer failures.
 *
 * <p>What comes around, such as a time of day, counts only if it has come around: failures of one night are no pattern of
 * nights.
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
                .filter(this::comesAround)
                .map(split -> new Weighed(split, chance(split.inside(), split.outside()) * splits.size()))
                .filter(each -> each.chance <= LEVEL)
                .sorted(comparingDouble(Weighed::chance))
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

    private record Weighed(Split split, double chance) {}

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

    /** Whether what is said to come around did so: its failures lie in different rounds. */
    private boolean comesAround(Split split) {
        Duration round = Splits.roundOf(split);
        if (round.isZero()) {
            return true;
        }
        Set<Long> rounds = split.inside().stream()
                .filter(Trial::failed)
                .map(trial -> roundNumber(trial.at(), round))
                .collect(Collectors.toSet());
        return rounds.size() >= LEAST_ROUNDS;
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
        Set<Trial> those = Collections.newSetFromMap(new IdentityHashMap<>());
        those.addAll(among);
        return chance(
                        split.inside().stream().filter(those::contains).toList(),
                        split.outside().stream().filter(those::contains).toList())
                <= OWN_LEVEL;
    }
}
