package dev.parley.bench.client;

/**
 * What one round took, in all.
 *
 * @param units how many sessions, requests or replies it was
 * @param cpuNanos processor time of the process without its compiler threads
 * @param wallNanos time on the clock
 * @param allocatedBytes bytes allocated on the heap
 */
public record Measurement(long units, long cpuNanos, long wallNanos, long allocatedBytes) {
    /** Reads what {@link #toString} writes. */
    public static Measurement parse(String text) {
        String[] parts = text.split(" ");
        return new Measurement(
                Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }

    /** The four numbers. */
    @Override
    public String toString() {
        return units + " " + cpuNanos + " " + wallNanos + " " + allocatedBytes;
    }
}
