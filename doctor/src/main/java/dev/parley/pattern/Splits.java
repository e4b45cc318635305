package dev.parley.pattern;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All the ways in which attempts are split. They follow from the factors and the times alone, not from what failed: else
 * the correction for their number would not hold. The one exception, whether the attempt before failed, says nothing about
 * the attempt itself.
 */
final class Splits {
    /** More kinds than these are names, not kinds. */
    private static final int MOST_KINDS = 24;

    /** Where measures are cut, as shares of the attempts. */
    private static final double[] CUTS = {0.1, 0.25, 0.5, 0.75, 0.9};

    /** Of those who do a thing regularly, what comes around in such times. */
    private static final List<Duration> PERIODS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1));

    private static final int PARTS_OF_PERIOD = 6;
    private static final int LEAST_ROUNDS = 3;
    private static final int HOURS = 24;
    private static final String TIME_OF_DAY = "time of day";
    private static final String BEFORE = "the attempt before";

    private final List<Trial> trials;
    private final ZoneId zone;
    private final List<Split> found = new ArrayList<>();

    private Splits(List<Trial> trials, ZoneId zone) {
        this.trials = trials.stream().sorted(Comparator.comparing(Trial::at)).toList();
        this.zone = zone;
    }

    /** Of these attempts; the time of day is that of the zone. */
    static List<Split> of(List<Trial> trials, ZoneId zone) {
        Splits splits = new Splits(trials, zone);
        splits.names(Trial::kinds).forEach(splits::byKind);
        splits.names(Trial::measures).forEach(splits::byMeasure);
        splits.byWhatCameBefore();
        splits.byTime();
        return splits.found;
    }

    /** Whether the split says itself that failures come in a row. */
    static boolean tellsOfRuns(Split split) {
        return split.factor().equals(BEFORE);
    }

    /** After how long the condition of such a split comes around, or zero if it does not. */
    static Duration roundOf(Split split) {
        if (split.factor().equals(TIME_OF_DAY)) {
            return Duration.ofHours(HOURS);
        }
        return PERIODS.stream()
                .filter(period -> split.factor().equals(every(period)))
                .findFirst()
                .orElse(Duration.ZERO);
    }

    private static String every(Duration period) {
        return "every " + period.toMinutes() + " min";
    }

    private SortedSet<String> names(Function<Trial, Map<String, ?>> factors) {
        return trials.stream()
                .flatMap(trial -> factors.apply(trial).keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void add(Split split) {
        if (split.parts()) {
            found.add(split);
        }
    }

    private void byKind(String factor) {
        List<Trial> knowing = trials.stream()
                .filter(trial -> trial.kinds().containsKey(factor))
                .toList();
        Set<String> kinds = knowing.stream()
                .map(trial -> trial.kinds().getOrDefault(factor, ""))
                .collect(Collectors.toCollection(TreeSet::new));
        if (kinds.size() <= MOST_KINDS) {
            kinds.forEach(kind -> add(Split.of(
                    factor, kind, knowing, trial -> kind.equals(trial.kinds().get(factor)))));
        }
    }

    private void byMeasure(String factor) {
        List<Trial> knowing = trials.stream()
                .filter(trial -> trial.measures().containsKey(factor))
                .toList();
        double[] sorted = knowing.stream()
                .mapToDouble(trial -> measure(trial, factor))
                .sorted()
                .toArray();
        Set<Double> cuts = new HashSet<>();
        for (double share : CUTS) {
            double cut = sorted[(int) (share * (sorted.length - 1))];
            if (cuts.add(cut)) {
                add(Split.of(factor, "more than " + text(cut), knowing, trial -> measure(trial, factor) > cut));
                add(Split.of(factor, "at most " + text(cut), knowing, trial -> measure(trial, factor) <= cut));
            }
        }
    }

    private static double measure(Trial trial, String factor) {
        return trial.measures().getOrDefault(factor, Double.NaN);
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    /** Failures that come in a row. */
    private void byWhatCameBefore() {
        Set<Trial> afterFailure = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 1; i < trials.size(); i++) {
            if (trials.get(i - 1).failed()) {
                afterFailure.add(trials.get(i));
            }
        }
        if (trials.size() > 1) {
            add(Split.of(BEFORE, "failed", trials.subList(1, trials.size()), afterFailure::contains));
        }
    }

    private void byTime() {
        if (trials.isEmpty()) {
            return;
        }
        Instant first = trials.get(0).at();
        Duration span = Duration.between(first, trials.get(trials.size() - 1).at());
        if (span.toHours() >= HOURS * (LEAST_ROUNDS - 1)) {
            for (int hour = 0; hour < HOURS; hour++) {
                int from = hour;
                add(Split.of(
                        TIME_OF_DAY,
                        String.format(Locale.ROOT, "from %02d:00 to %02d:59", from, from),
                        trials,
                        trial -> trial.at().atZone(zone).getHour() == from));
            }
        }
        Duration gap = span.dividedBy(Math.max(1, trials.size() - 1));
        for (Duration period : PERIODS) {
            boolean repeats = period.multipliedBy(LEAST_ROUNDS).compareTo(span) <= 0;
            boolean seenInParts = gap.multipliedBy(2).compareTo(period) <= 0;
            if (repeats && seenInParts) {
                byPeriod(period);
            }
        }
    }

    private void byPeriod(Duration period) {
        long part = period.toMillis() / PARTS_OF_PERIOD;
        for (int i = 0; i < PARTS_OF_PERIOD; i++) {
            int number = i;
            add(Split.of(
                    every(period),
                    "from second " + number * part / 1000 + " to " + (number + 1) * part / 1000,
                    trials,
                    trial -> trial.at().toEpochMilli() % period.toMillis() / part == number));
        }
    }
}
