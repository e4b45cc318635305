package dev.parley.pattern;

import java.time.Instant;
import java.util.Map;

/**
 * One attempt, as the search sees it. Attempts need not know the same factors; those that do not know one are left out when
 * it is looked at.
 *
 * @param at when it began
 * @param failed whether it failed
 * @param kinds what there are several kinds of, by factor: the address, the version of TLS
 * @param measures what there is more or less of, by factor: a time in milliseconds, a number of bytes
 */
public record Trial(Instant at, boolean failed, Map<String, String> kinds, Map<String, Double> measures) {
    /** Copies the maps. */
    public Trial {
        kinds = Map.copyOf(kinds);
        measures = Map.copyOf(measures);
    }
}
