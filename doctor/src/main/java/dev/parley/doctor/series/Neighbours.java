package dev.parley.doctor.series;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How attempts lie to each other in time, where that was not noted when they were made: the first of a series knows nothing
 * of those before it, which may be in the same file or in another one.
 */
final class Neighbours {
    private Neighbours() {}

    /** The same attempts, in which it is noted. They must be in the order of their times. */
    static List<AttemptLine> noted(List<AttemptLine> sorted) {
        Map<String, Instant> lastEnds = new HashMap<>();
        List<AttemptLine> noted = new ArrayList<>();
        for (AttemptLine line : sorted) {
            Instant lastEnd = lastEnds.get(line.device());
            noted.add(lastEnd == null || isNoted(line) ? line : noted(line, lastEnd));
            Instant end = line.at().plusNanos((long) (line.millis() * 1e6));
            lastEnds.merge(line.device(), end, (one, other) -> one.isAfter(other) ? one : other);
        }
        return noted;
    }

    private static boolean isNoted(AttemptLine line) {
        return line.facts().get(Factors.AROUND) instanceof Map<?, ?> around && around.containsKey(Factors.SINCE);
    }

    private static AttemptLine noted(AttemptLine line, Instant lastEnd) {
        Map<String, @Nullable Object> around = new LinkedHashMap<>();
        new Facts(line.facts()).in(Factors.AROUND).ifPresent(known -> around.putAll(known.values()));
        long idle = Duration.between(lastEnd, line.at()).toMillis();
        around.put(Factors.SINCE, Math.max(0, idle) / 1e3);
        Map<String, @Nullable Object> facts = new LinkedHashMap<>(line.facts());
        facts.put(Factors.AROUND, around);
        return new AttemptLine(line.at(), line.device(), line.failure(), line.phase(), facts);
    }
}
