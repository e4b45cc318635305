package dev.parley.page;

import java.time.Duration;
import java.util.Locale;

/** Numbers and times as they stand in pages. */
public final class Numbers {
    private static final double RARE = 0.0001;

    private Numbers() {}

    /** With one decimal where it matters: {@code 0.4 ms}, {@code 12 ms}, {@code 1.3 s}, {@code 2 min 5 s}. */
    public static String time(Duration time) {
        return millis(time.toNanos() / 1e6);
    }

    /** The same, of milliseconds. */
    public static String millis(double millis) {
        if (millis < 9.95) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        if (millis < 999.5) {
            return String.format(Locale.ROOT, "%.0f ms", millis);
        }
        if (millis < 119_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000);
        }
        Duration whole = Duration.ofMillis(Math.round(millis));
        return whole.toHours() > 0
                ? whole.toHours() + " h " + whole.toMinutesPart() + " min"
                : whole.toMinutes() + " min " + whole.toSecondsPart() + " s";
    }

    /** With a thin space between thousands: {@code 16 384}. */
    public static String count(long count) {
        return Math.abs(count) < 10_000
                ? String.valueOf(count)
                : String.format(Locale.ROOT, "%,d", count).replace(',', '\u202f');
    }

    /** {@code 1 record}, {@code 2 records}. */
    public static String count(long count, String one) {
        return count(count) + " " + one + (count == 1 ? "" : "s");
    }

    /** A share from 0 to 1: {@code 29 %}, {@code 0.4 %}. */
    public static String share(double share) {
        double percent = share * 100;
        return String.format(Locale.ROOT, percent > 0 && percent < 10 ? "%.1f %%" : "%.0f %%", percent);
    }

    /** How often something comes about by accident: {@code once in 812 series}, at most. */
    public static String chance(double chance) {
        return chance < RARE
                ? "less than once in 10,000 series"
                : "at most once in " + count((long) Math.floor(1 / chance)) + " series";
    }

    /** For a coordinate: a share from 0 to 1, in percent of what there is. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.3f%%", Math.max(0, Math.min(1, share)) * 100);
    }
}
