package dev.parley.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What has come for a subscriber and was not read yet: bytes as they arrived, within the limits of a {@link Backlog}. One
 * thread puts in, the loop of the session of the moment; one takes out, the one that delivers. No lock is between them.
 */
final class Inbox {
    /** What a device says at the end of a replay or of a subscription is not longer. */
    private static final int LONGEST_SIGNAL = 2_048;
    /** How many that look so are taken although the backlog is full: an honest device sends two. */
    private static final int MOST_SIGNALS = 16;

    /** How much may be told between notifications before anybody reads it. */
    private static final int MOST_TELLINGS = 64;

    private static final byte[] SIGNAL = "Complete".getBytes(StandardCharsets.US_ASCII);

    private final Backlog limits;
    private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();
    private @Nullable Gap gap;
    private final AtomicInteger tellings = new AtomicInteger();
    private final AtomicReference<@Nullable Raw> newest = new AtomicReference<>();
    private long number;
    private @Nullable Told interrupted;
    private @Nullable Told resumed;

    Inbox(Backlog limits) {
        this.limits = limits;
    }

    /** One thing to read. */
    sealed interface Entry {}

    /** A notification as it came; its bytes belong to it. */
    static final class Raw implements Entry {
        private byte[] message;
        private final int length;
        private final boolean signal;
        private final Feed feed;
        /** Its place among those taken in, from 1; 0 when it was not. */
        private long number;

        /**
         * @param signal whether it may be the end of a replay or of the subscription, going by its looks
         * @param feed the session that it came from
         */
        Raw(byte[] message, int length, boolean signal, Feed feed) {
            this.message = message;
            this.length = length;
            this.signal = signal;
            this.feed = feed;
        }

        /** Lets go of what the array has room for beyond the message, so that as much is held as is counted. */
        private void fit() {
            if (message.length > length) {
                message = Arrays.copyOf(message, length);
            }
        }

        byte[] message() {
            return message;
        }

        int length() {
            return length;
        }

        boolean isSignal() {
            return signal;
        }

        Feed feed() {
            return feed;
        }

        /** Whether the same was said. */
        boolean isLike(@Nullable Raw other) {
            return other != null && Arrays.equals(message, 0, length, other.message, 0, other.length);
        }
    }

    /** Something told between notifications. Until somebody reads it, something newer may take its place. */
    static final class Told implements Entry {
        /** What there is to say, or nothing any more; null when it has been said. */
        private final AtomicReference<@Nullable Optional<StreamItem>> saying;

        private Told(StreamItem item) {
            saying = new AtomicReference<>(Optional.of(item));
        }

        /** Says this instead, or nothing; false if it has been read. */
        private boolean replace(Optional<StreamItem> item) {
            Optional<StreamItem> before = saying.get();
            return before != null && saying.compareAndSet(before, item);
        }

        /** What is to be told, or null for nothing. */
        @Nullable
        StreamItem read() {
            Optional<StreamItem> said = saying.getAndSet(null);
            return said == null ? null : said.orElse(null);
        }
    }

    /** Notifications that there was no room for. It counts on until somebody reads it. */
    static final class Gap implements Entry {
        private static final long READ = -1;

        private final AtomicLong count = new AtomicLong(1);

        private boolean widen() {
            for (long seen = count.get(); seen != READ; seen = count.get()) {
                if (count.compareAndSet(seen, seen + 1)) {
                    return true;
                }
            }
            return false;
        }

        /** How many there were; others that are dropped from now on are another gap. */
        long read() {
            return count.getAndSet(READ);
        }
    }

    /** Whether a message may be what a device says at the end of a replay or of a subscription. Reads its bytes once. */
    static boolean looksLikeSignal(byte[] message, int length) {
        if (length > LONGEST_SIGNAL) {
            return false;
        }
        for (int at = 0; at <= length - SIGNAL.length; at++) {
            int same = 0;
            while (same < SIGNAL.length && message[at + same] == SIGNAL[same]) {
                same++;
            }
            if (same == SIGNAL.length) {
                return true;
            }
        }
        return false;
    }

    /** Takes a notification in, or counts it as lost: then false. On the loop. */
    boolean offer(Raw raw) {
        if (!hasRoomFor(raw)) {
            lost.incrementAndGet();
            if (gap == null || !gap.widen()) {
                gap = new Gap();
                entries.add(gap);
            }
            return false;
        }
        gap = null;
        interrupted = null;
        resumed = null;
        raw.number = ++number;
        waiting.incrementAndGet();
        waitingBytes.addAndGet(raw.length);
        raw.fit();
        if (raw.signal) {
            signals.incrementAndGet();
        } else {
            isEvent(raw);
        }
        entries.add(raw);
        return true;
    }

    private boolean hasRoomFor(Raw raw) {
        if (tellings.get() >= MOST_TELLINGS) {
            return false;
        }
        int before = waiting.get();
        return before == 0
                || (before < limits.notifications() && waitingBytes.get() + raw.length <= limits.bytes())
                || (raw.signal && signals.get() < MOST_SIGNALS);
    }

    /**
     * Puts something between the notifications. By whoever may offer.
     *
     * <p>While too much of that was not read, notifications are lost, and of a link that comes and goes only the latest is
     * told: one interruption, with the number of its attempt, how it was resumed, if it was, and behind that how many
     * notifications were lost.
     */
    void tell(StreamItem item) {
        if (tellings.get() >= MOST_TELLINGS && isToldInPlace(item)) {
            return;
        }
        Told told = new Told(item);
        if (item instanceof StreamItem.Interrupted) {
            interrupted = told;
            resumed = null;
        } else if (item instanceof StreamItem.Resumed) {
            resumed = told;
        }
        gap = tellings.incrementAndGet() > MOST_TELLINGS ? gap : null;
        entries.add(told);
    }

    private boolean isToldInPlace(StreamItem item) {
        if (item instanceof StreamItem.Interrupted && interrupted != null) {
            if (resumed != null) {
                resumed.replace(Optional.empty());
            }
            return interrupted.replace(Optional.of(item));
        }
        return item instanceof StreamItem.Resumed && resumed != null && resumed.replace(Optional.of(item));
    }

    /** What is to be read next, or null. By the thread that delivers. */
    @Nullable
    Entry peek() {
        return entries.peek();
    }

    /** Takes what is to be read next, or null. By the thread that delivers. */
    @Nullable
    Entry poll() {
        Entry entry = entries.poll();
        if (entry instanceof Raw raw) {
            waiting.decrementAndGet();
            waitingBytes.addAndGet(-raw.length);
            if (raw.signal) {
                signals.decrementAndGet();
            }
        } else if (entry instanceof Told) {
            tellings.decrementAndGet();
        }
        return entry;
    }

    /** This one, if it was taken in, is about something that happened. Any thread. */
    void isEvent(Raw raw) {
        if (raw.number > 0) {
            newest.accumulateAndGet(raw, (one, other) -> one == null || one.number < other.number ? other : one);
        }
    }

    /**
     * The event that came last of those that were taken in, or null. The end of a replay is none; what only looks like that
     * is one as soon as it {@linkplain #isEvent is known}.
     */
    @Nullable
    Raw newest() {
        return newest.get();
    }

    /** How many notifications were lost so far. */
    long lost() {
        return lost.get();
    }

    /** Drops everything; the number of notifications among it. By the thread that delivers. */
    int clear() {
        int dropped = 0;
        for (Entry entry = poll(); entry != null; entry = poll()) {
            dropped += entry instanceof Raw ? 1 : 0;
        }
        newest.set(null);
        return dropped;
    }
}
