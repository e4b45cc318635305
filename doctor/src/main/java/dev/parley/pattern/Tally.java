package dev.parley.pattern;

import java.util.Locale;

/**
 * Attempts, and how many of them failed.
 *
 * @param attempts how many there were
 * @param failed how many of them failed
 */
public record Tally(int attempts, int failed) {
    /** Checks the numbers. */
    public Tally {
        if (failed < 0 || attempts < failed) {
            throw new IllegalArgumentException(failed + " of " + attempts);
        }
    }

    /** The share that failed, from 0 to 1; 0 of none. */
    public double rate() {
        return attempts == 0 ? 0 : (double) failed / attempts;
    }

    /** {@code 12 of 41 (29 %)}. */
    @Override
    public String toString() {
        double percent = rate() * 100;
        return String.format(
                Locale.ROOT,
                percent > 0 && percent < 10 ? "%d of %d (%.1f %%)" : "%d of %d (%.0f %%)",
                failed,
                attempts,
                percent);
    }
}
