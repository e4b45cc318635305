package dev.parley.cli.terminal;

import java.util.Locale;

/** How sizes are written: {@code 312 bytes}, {@code 4.1 KiB}, {@code 1.2 GiB}. */
public final class Bytes {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

    private Bytes() {}

    /** The size in the largest unit of which there is one. */
    public static String text(long bytes) {
        if (bytes < 1_024) {
            return bytes == 1 ? "1 byte" : bytes + " bytes";
        }
        double size = bytes / 1_024.0;
        int unit = 0;
        while (size >= 1_024 && unit < UNITS.length - 1) {
            size /= 1_024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }

    /** How many each second. */
    public static String rate(long bytes, long nanos) {
        return text(Math.round(bytes / (Math.max(1, nanos) / 1e9))) + "/s";
    }
}
