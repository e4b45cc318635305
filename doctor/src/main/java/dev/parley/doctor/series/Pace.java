package dev.parley.doctor.series;

import java.time.Duration;

/**
 * How many attempts a series makes, and how fast. It ends with the number or with the time, whichever comes first.
 *
 * @param times how many attempts, at most
 * @param lasting for how long further ones are begun
 * @param every the time from one beginning to the next
 * @param atOnce how many may be under way; from one to so many begin together, and while there are so many, the next one waits
 */
public record Pace(int times, Duration lasting, Duration every, int atOnce) {
    /** For series that end with their number. */
    public static final Duration FOR_EVER = Duration.ofDays(3650);

    /** So many attempts may be under way, at most. */
    public static final int MOST_AT_ONCE = 64;

    /** Checks the numbers. */
    public Pace {
        if (times < 1 || atOnce < 1 || atOnce > MOST_AT_ONCE || every.isNegative() || lasting.isNegative()) {
            throw new IllegalArgumentException("a series has at least one attempt, from 1 to " + MOST_AT_ONCE
                    + " at once, and times that are not negative");
        }
    }
}
