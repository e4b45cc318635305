package dev.parley.doctor.series;

import dev.parley.doctor.verdict.Fault;
import dev.parley.doctor.verdict.Verdict;
import dev.parley.pattern.PatternReport;
import dev.parley.pattern.PatternSearch;
import dev.parley.pattern.Tally;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
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
        List<AttemptLine> sorted = Neighbours.noted(
                attempts.stream().sorted(Comparator.comparing(AttemptLine::at)).toList());
        return new SeriesReport(
                sorted,
                tally(sorted),
                failures(sorted),
                millis(sorted),
                PatternSearch.in(sorted.stream().map(AttemptLine::trial).toList(), zone));
    }

    private static Map<String, Integer> failures(List<AttemptLine> attempts) {
        Map<String, Long> counted = attempts.stream()
                .filter(AttemptLine::failed)
                .collect(Collectors.groupingBy(SeriesReport::kindOf, TreeMap::new, Collectors.counting()));
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

    /**
     * How many attempts went to each address, and how many of them failed, the busiest first. Attempts that came to no
     * address are left out.
     */
    public Map<String, Tally> addresses() {
        Map<String, List<AttemptLine>> byAddress = attempts.stream()
                .filter(line -> line.address().isPresent())
                .collect(
                        Collectors.groupingBy(line -> line.address().orElseThrow(), TreeMap::new, Collectors.toList()));
        Map<String, Tally> sorted = new LinkedHashMap<>();
        byAddress.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getValue().size()))
                .forEach(entry -> sorted.put(entry.getKey(), tally(entry.getValue())));
        return sorted;
    }

    /**
     * What the doctor says of each kind of failure, by the same words as {@link #failures}: the verdict that most attempts of
     * that kind have. Kinds of which nothing is known, such as those from a log, are left out.
     */
    public Map<String, Verdict> verdicts() {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (String kind : failures.keySet()) {
            Map<Fault, List<Verdict>> byFault = attempts.stream()
                    .filter(line -> line.failed() && kind.equals(kindOf(line)))
                    .flatMap(line -> line.verdict().stream())
                    .collect(Collectors.groupingBy(Verdict::fault, TreeMap::new, Collectors.toList()));
            byFault.values().stream()
                    .max(Comparator.comparing(List::size))
                    .ifPresent(most -> verdicts.put(kind, most.get(most.size() - 1)));
        }
        return verdicts;
    }

    private static Tally tally(List<AttemptLine> lines) {
        return new Tally(
                lines.size(), (int) lines.stream().filter(AttemptLine::failed).count());
    }

    private static String kindOf(AttemptLine line) {
        return line.failure() + (line.phase() == null ? "" : " in " + line.phase());
    }

    /** All of it but the attempts, in plain values. */
    public Map<String, @Nullable Object> facts() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("attempts", all.attempts());
        facts.put("failed", all.failed());
        facts.put("from", from().map(Instant::toString).orElse(null));
        facts.put("to", to().map(Instant::toString).orElse(null));
        facts.put("failures", failures);
        facts.put(
                "verdicts",
                verdicts().entrySet().stream()
                        .map(entry -> {
                            Map<String, @Nullable Object> one = new LinkedHashMap<>();
                            one.put("failure", entry.getKey());
                            one.putAll(entry.getValue().facts());
                            return one;
                        })
                        .toList());
        facts.put("okMillis", millis);
        facts.put(
                "addresses",
                addresses().entrySet().stream()
                        .map(entry -> Map.of(
                                "address", entry.getKey(),
                                "attempts", entry.getValue().attempts(),
                                "failed", entry.getValue().failed()))
                        .toList());
        facts.put("outcome", Facts.word(patterns.outcome()));
        facts.put("failuresMissing", patterns.missing());
        facts.put("factors", patterns.factors());
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
