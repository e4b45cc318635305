package dev.parley.session;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;

/** How long to wait before a link that was lost is tried again. */
@FunctionalInterface
public interface Backoff {
    /** Exponential with full jitter, from a second to a minute. */
    Backoff DEFAULT = exponential(Duration.ofSeconds(1), Duration.ofMinutes(1));

    /**
     * The time before an attempt.
     *
     * @param attempt its number, from 1, since anything new last came from the device
     */
    Duration before(int attempt);

    /**
     * Some time between nothing and a limit, which begins somewhere and doubles with each attempt, up to another limit: full
     * jitter, so that thousands of subscriptions that were lost together do not come back together.
     *
     * @param first the limit for the first attempt
     * @param longest the limit that it grows to
     */
    static Backoff exponential(Duration first, Duration longest) {
        return exponential(first, longest, (LongUnaryOperator)
                bound -> ThreadLocalRandom.current().nextLong(bound));
    }

    /** The same with chance from that source. */
    static Backoff exponential(Duration first, Duration longest, RandomGenerator chance) {
        return exponential(first, longest, (LongUnaryOperator) chance::nextLong);
    }

    private static Backoff exponential(Duration first, Duration longest, LongUnaryOperator below) {
        long least = first.toNanos();
        long most = longest.toNanos();
        if (least < 1 || most < least) {
            throw new IllegalArgumentException(
                    "from a time above zero to one that is no shorter, not from " + first + " to " + longest);
        }
        return attempt -> {
            int doublings = Math.min(attempt - 1, Long.numberOfLeadingZeros(least) - 2);
            return Duration.ofNanos(below.applyAsLong(Math.min(most, least << doublings) + 1));
        };
    }
}
