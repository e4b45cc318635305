package dev.parley.session;

import dev.parley.notification.Notification;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a replay meets what had been delivered before the link was lost. The device is asked for everything from the time
 * of the last notification on, that one included, and may begin earlier: some cut the time to whole seconds. What was
 * delivered already is known by its time and its content, and as often as it was delivered. On the thread that delivers.
 */
final class Seam {
    /** Kept at the least, because the times of a device need not grow from one notification to the next. */
    private static final int KEPT = 1_024;
    /** Kept at the most, of one and the same second. */
    private static final int MOST_KEPT = 65_536;

    private final ArrayDeque<Seen> recent = new ArrayDeque<>();
    private final Map<Seen, Integer> expected = new HashMap<>();

    /** A notification, by its time and half of the SHA-256 of its event. */
    private record Seen(Instant time, long high, long low) {}

    /** The device replays: whatever is remembered may come again. */
    void replaying() {
        expected.clear();
        for (Seen seen : recent) {
            expected.merge(seen, 1, Integer::sum);
        }
    }

    /** The replay is over. */
    void replayed() {
        expected.clear();
    }

    /** Whether this was delivered before; if not, it counts as delivered now. One without time is never known again. */
    boolean isRepeated(Notification notification) {
        if (notification.time().isEmpty()) {
            return false;
        }
        Seen seen = seen(notification.time().get().toInstant(), notification);
        Integer times = expected.get(seen);
        if (times != null) {
            expected.compute(seen, (same, left) -> times == 1 ? null : times - 1);
            return true;
        }
        recent.add(seen);
        Instant second = seen.time.truncatedTo(ChronoUnit.SECONDS);
        while (recent.size() > MOST_KEPT
                || (recent.size() > KEPT && recent.getFirst().time.isBefore(second))) {
            recent.removeFirst();
        }
        return false;
    }

    private static Seen seen(Instant time, Notification notification) {
        try {
            ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256")
                    .digest(notification.content().toBytes()));
            return new Seen(time, hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
