package dev.parley.error;

import java.time.Duration;
import java.util.Locale;

/**
 * How times are written in messages: {@code 850 µs}, {@code 12 ms}, {@code 9.9 s}, {@code 3 min 20 s}; and how long a time
 * limit may be.
 */
public final class Durations {
    private static final Duration LONGEST_LIMIT = Duration.ofDays(1);

    private Durations() {}

    /**
     * Checks what is to limit the time for something: it is above zero and at most a day.
     *
     * @throws InputException if it is not
     */
    public static void checkLimit(Duration limit) {
        if (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST_LIMIT) > 0) {
            throw new InputException(
                    InputException.Reason.BAD_VALUE,
                    "a time limit is above zero and at most a day, not " + limit,
                    "give something from 1ms to 24h",
                    null);
        }
    }

    /** The duration in the largest unit that keeps it readable. */
    public static String text(Duration duration) {
        long micros = duration.toNanos() / 1_000;
        if (micros < 1_000) {
            return micros + " µs";
        }
        if (micros < 1_000_000) {
            return micros / 1_000 + " ms";
        }
        if (micros < 120_000_000) {
            return String.format(Locale.ROOT, "%.1f s", micros / 1e6);
        }
        return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
}
