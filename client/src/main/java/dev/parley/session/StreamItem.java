package dev.parley.session;

import dev.parley.error.Durations;
import dev.parley.error.NetconfException;
import dev.parley.error.ProtocolException;
import dev.parley.notification.EventTime;
import dev.parley.notification.Notification;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** What a subscriber is told, in the order in which it came about. */
public sealed interface StreamItem {
    /** Something happened on the device. */
    record Event(Notification notification) implements StreamItem {}

    /**
     * What the device had kept has been replayed; what follows happens now (RFC 5277 section 2.1.1).
     *
     * @param time when the device said so, or null where it gives no time
     */
    record ReplayComplete(@Nullable OffsetDateTime time) implements StreamItem {}

    /**
     * Notifications that stood here came while the {@link Backlog} was full, and are gone. In front of
     * {@link Interrupted} that may be too pessimistic: a replay brings those back that came last.
     *
     * @param notifications exactly how many
     */
    record Lost(long notifications) implements StreamItem {}

    /**
     * A notification that cannot be read: it is no well-formed XML, or departs from the standard where that is not
     * tolerated. Those behind it are not affected.
     *
     * @param why what is wrong with it
     * @param bytes its length
     */
    record Unreadable(ProtocolException why, int bytes) implements StreamItem {}

    /**
     * The link was lost, or could not be had back; only in a subscription that is resumed. Of many that nobody has read yet,
     * the first are told and the last.
     *
     * @param failure why
     * @param attempt the number of the attempt that follows, from 1, since anything new last came
     * @param retryIn how long it is until then
     */
    record Interrupted(NetconfException failure, int attempt, Duration retryIn) implements StreamItem {
        @Override
        public String toString() {
            return "interrupted: " + failure.getMessage() + "; attempt " + attempt + " follows in "
                    + Durations.text(retryIn);
        }
    }

    /**
     * The subscription goes on after it was interrupted. What had been delivered before is not delivered again.
     *
     * @param from the time from which on the device replays, or null for no replay
     * @param continuity whether anything may be missing in between
     * @param remark what is known about that, in words
     */
    record Resumed(@Nullable Instant from, Continuity continuity, String remark) implements StreamItem {
        @Override
        public String toString() {
            return "resumed" + (from == null ? "" : " from " + EventTime.text(from)) + ": " + remark;
        }
    }

    /** What can be said about the time between the loss of a link and its successor. */
    enum Continuity {
        /** The device replays from the last notification on, and its log reaches back so far: nothing is missing. */
        SEAMLESS,
        /**
         * The device has said ok to a replay from the last notification on, and does not say how far back its log reaches:
         * nothing is missing if that is far enough.
         */
        UNKNOWN,
        /** The device replays from the moment of the first subscription, by our clock, for nothing had come yet. */
        BY_OUR_CLOCK,
        /**
         * The device's log does not reach back behind the last notification, because it was begun later or has forgotten
         * what is old: what happened in between is missing, or some of it.
         */
        LOG_TOO_YOUNG,
        /** The device replays nothing, so it cannot be known what is missing. */
        NO_REPLAY
    }
}
