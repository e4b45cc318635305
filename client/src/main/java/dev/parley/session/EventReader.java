package dev.parley.session;

import dev.parley.error.ProtocolException;
import dev.parley.notification.Notification;
import dev.parley.notification.ServerEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Makes of what came for a subscriber what it is told. On the thread that delivers, but for what says otherwise. */
final class EventReader {
    private final @Nullable Seam seam;
    private volatile @Nullable Instant lastTime;

    /**
     * @param resumed whether the subscription is resumed after a lost link, so that what a replay repeats is left out
     */
    EventReader(boolean resumed) {
        seam = resumed ? new Seam() : null;
    }

    /** What is to be told of it, or null for nothing: it had been told before, or it is the end. */
    @Nullable
    StreamItem read(Inbox.Entry entry) {
        if (entry instanceof Inbox.Raw raw) {
            return read(raw);
        }
        if (entry instanceof Inbox.Gap gap) {
            return new StreamItem.Lost(gap.read());
        }
        StreamItem item = ((Inbox.Told) entry).read();
        if (seam != null && item instanceof StreamItem.Resumed resumed && resumed.from() != null) {
            seam.replaying();
        }
        return item;
    }

    private @Nullable StreamItem read(Inbox.Raw raw) {
        Notification notification;
        try {
            notification = parse(raw, true);
        } catch (ProtocolException e) {
            return new StreamItem.Unreadable(e, raw.length());
        }
        if (notification.isNotificationComplete()) {
            // known since it arrived, unless it did not look so
            raw.feed().completed();
            return null;
        }
        if (notification.isReplayComplete()) {
            if (seam != null) {
                seam.replayed();
            }
            return new StreamItem.ReplayComplete(notification.time().orElse(null));
        }
        if (seam != null && seam.isRepeated(notification)) {
            return null;
        }
        notification.time().map(OffsetDateTime::toInstant).ifPresent(time -> lastTime = time);
        ServerEvent.of(notification).ifPresent(raw.feed()::heard);
        return new StreamItem.Event(notification);
    }

    /** What a notification is about. */
    enum Sort {
        /** Something that happened; or it cannot be read. */
        EVENT,
        /** The end of a replay. */
        REPLAY_COMPLETE,
        /** The end of the subscription. */
        END
    }

    /** What a notification is about, without a word to anybody. Any thread. */
    static Sort sortOf(Inbox.Raw raw) {
        try {
            Notification notification = parse(raw, false);
            if (notification.isNotificationComplete()) {
                return Sort.END;
            }
            return notification.isReplayComplete() ? Sort.REPLAY_COMPLETE : Sort.EVENT;
        } catch (ProtocolException e) {
            // the subscriber is told when it is read
            return Sort.EVENT;
        }
    }

    private static Notification parse(Inbox.Raw raw, boolean observed) {
        return Notification.parse(raw.message(), raw.length(), raw.feed().limits(), (deviation, detail) -> {
            if (observed) {
                raw.feed().deviation(deviation, detail);
            }
        });
    }

    /** The time of the newest event, read or not, where one has a time. Any thread. */
    @Nullable
    Instant timeOf(Inbox.@Nullable Raw newest) {
        if (newest != null) {
            try {
                OffsetDateTime time = parse(newest, false).time().orElse(null);
                if (time != null) {
                    return time.toInstant();
                }
            } catch (ProtocolException e) {
                // it is told when it is read; the one before it has to do
            }
        }
        return lastTime;
    }
}
