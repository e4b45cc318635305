package dev.parley.probe;

import java.time.Duration;

/**
 * How long is waited for a host, and how it is spared.
 *
 * @param connect the limit for finding the host's address, and for connecting to it
 * @param answer the limit for the whole answer to what was sent
 * @param pause the time between the end of a connection and the beginning of the next
 */
public record Limits(Duration connect, Duration answer, Duration pause) {
    /** Five seconds to connect and to answer, fifty milliseconds between connections. */
    public static final Limits DEFAULT =
            new Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(50));

    /** Refuses times that are no limits. */
    public Limits {
        if (connect.isNegative() || connect.isZero() || answer.isNegative() || answer.isZero() || pause.isNegative()) {
            throw new IllegalArgumentException("limits are longer than nothing, and no pause is negative");
        }
    }
}
