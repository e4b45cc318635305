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

    /** {@code 12 of 41 (29 %)}, {@code 9 of 86400 (0.01 %)}. */
    @Override
    public String toString() {
        double percent = rate() * 100;
        return String.format(Locale.ROOT, "%d of %d (%." + decimals(percent) + "f %%)", failed, attempts, percent);
    }

    /** So many that what is more than nothing does not read as nothing. */
    private static int decimals(double percent) {
        if (percent == 0 || percent >= 10) {
            return 0;
        }
        return percent >= 0.1 ? 1 : (int) Math.ceil(-Math.log10(percent));
    }
}
