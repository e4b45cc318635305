package dev.parley.session;

/**
 * How much waits for a subscriber that is slower than its device. When that is full, the newest notifications are dropped,
 * counted exactly, and told as {@link StreamItem.Lost} in the place where they would have stood: what the subscriber gets is
 * whole up to there, and a replay can begin there. One notification is taken whatever its size when nothing waits.
 *
 * @param notifications how many may wait
 * @param bytes how many bytes they may have together
 */
public record Backlog(int notifications, long bytes) {
    /** 10 000 notifications, 32 MiB. */
    public static final Backlog DEFAULT = new Backlog(10_000, 32L << 20);

    public Backlog {
        if (notifications < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "at least one notification and one byte may wait, not " + notifications + " and " + bytes);
        }
    }
}
