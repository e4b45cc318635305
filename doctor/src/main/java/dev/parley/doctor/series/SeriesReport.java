package dev.parley.doctor.series;

import dev.parley.pattern.PatternReport;
import dev.parley.pattern.PatternSearch;
import dev.parley.pattern.Tally;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a number of attempts come to. Immutable.
 *
 * @param attempts the attempts in the order of their times
 * @param all how many there are, and how many of them failed
 * @param failures how often each kind of failure came about, the most frequent first
 * @param millis how long half of those that went well took at most, 95 of 100, and all; empty if none went well
 * @param patterns what those that failed have in common
 */
public record SeriesReport(
        List<AttemptLine> attempts,
        Tally all,
        Map<String, Integer> failures,
        List<Double> millis,
        PatternReport patterns) {
    /** Copies the list. */
    public SeriesReport {
        attempts = List.copyOf(attempts);
        millis = List.copyOf(millis);
    }

    /**
     * Of these attempts, in any order.
     *
     * @param zone whose time of day counts
     */
    public static SeriesReport of(List<AttemptLine> attempts, ZoneId zone) {
        List<AttemptLine> sorted =
                attempts.stream().sorted(Comparator.comparing(AttemptLine::at)).toList();
        Tally all = new Tally(
                sorted.size(), (int) sorted.stream().filter(AttemptLine::failed).count());
        return new SeriesReport(
                sorted,
                all,
                failures(sorted),
                millis(sorted),
                PatternSearch.in(sorted.stream().map(AttemptLine::trial).toList(), zone));
    }

    private static Map<String, Integer> failures(List<AttemptLine> attempts) {
        Map<String, Long> counted = attempts.stream()
                .filter(AttemptLine::failed)
                .collect(Collectors.groupingBy(
                        line -> line.failure() + (line.phase() == null ? "" : " in " + line.phase()),
                        TreeMap::new,
                        Collectors.counting()));
        Map<String, Integer> sorted = new LinkedHashMap<>();
        counted.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue().intValue()));
        return sorted;
    }

    private static List<Double> millis(List<AttemptLine> attempts) {
        double[] sorted = attempts.stream()
                .filter(line -> !line.failed())
                .mapToDouble(AttemptLine::millis)
                .sorted()
                .toArray();
        return sorted.length == 0
                ? List.of()
                : List.of(sorted[sorted.length / 2], sorted[(int) (sorted.length * 0.95)], sorted[sorted.length - 1]);
    }

    /** When the first attempt began; empty without attempts. */
    public Optional<Instant> from() {
        return attempts.stream().map(AttemptLine::at).findFirst();
    }

    /** When the last attempt began; empty without attempts. */
    public Optional<Instant> to() {
        return attempts.stream().map(AttemptLine::at).reduce((first, last) -> last);
    }

    /** All of it but the attempts, in plain values. */
    public Map<String, @Nullable Object> facts() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("attempts", all.attempts());
        facts.put("failed", all.failed());
        facts.put("from", from().map(Instant::toString).orElse(null));
        facts.put("to", to().map(Instant::toString).orElse(null));
        facts.put("failures", failures);
        facts.put("okMillis", millis);
        facts.put("outcome", patterns.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        facts.put("splitsLookedAt", patterns.splits());
        facts.put("level", patterns.level());
        facts.put(
                "patterns",
                patterns.patterns().stream()
                        .map(pattern -> {
                            Map<String, @Nullable Object> one = new LinkedHashMap<>();
                            one.put("factor", pattern.factor());
                            one.put("condition", pattern.condition());
                            one.put("insideAttempts", pattern.inside().attempts());
                            one.put("insideFailed", pattern.inside().failed());
                            one.put("outsideAttempts", pattern.outside().attempts());
                            one.put("outsideFailed", pattern.outside().failed());
                            one.put("chance", pattern.chance());
                            one.put("alike", pattern.alike());
                            return one;
                        })
                        .toList());
        return facts;
    }
}
