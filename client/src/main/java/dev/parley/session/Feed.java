package dev.parley.session;

import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionEvent.SubscriptionEnded.How;
import dev.parley.message.Deviation;
import dev.parley.notification.CreateSubscription;
import dev.parley.notification.ServerEvent;
import dev.parley.xml.XmlLimits;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The one subscription that a session may have (RFC 5277, N-07), from before it is asked for to its end: it brings what
 * arrives to a stream. On the session's loop, but for what says that it is for any thread.
 *
 * <pre>
 *   ASKED ── ok ──▶ LISTENING ── the stream is closed ──▶ DEAF
 *     │                 └── notificationComplete ──▶ gone: the session is an ordinary one again (N-05)
 *     ├── rejected, not sent ──▶ gone
 *     └── nobody knows ──▶ DEAF
 * </pre>
 *
 * <p>Whether a notification is that end is found out when it arrives, not when the subscriber comes to it.
 */
final class Feed {
    private static final long BETWEEN_REPORTS = TimeUnit.SECONDS.toNanos(1);

    private final SessionDriver driver;
    private final CreateSubscription asked;
    private final NotificationStream stream;
    private final Owner owner;
    private @Nullable StreamItem opening;
    private long begunAt;
    private boolean begun;
    private boolean ended;
    private @Nullable Ending ending;
    private long taken;
    private long takenToldAt;
    private long lost;
    private long lostTold;
    private long lostToldAt;
    private final Suspects suspects;
    private final AtomicBoolean ownerTold = new AtomicBoolean();
    /** Whether the device sends, or may, what nobody wants. */
    private volatile boolean deaf;

    /** How the session ended, before the device's ok was read: whether there is one decides who is told. */
    private record Ending(@Nullable NetconfException failure) {}

    /** Whose subscription it is. It is told one of these, once, on the session's loop as long as that runs. */
    interface Owner {
        /** The session is over, for that reason or in order. */
        void sessionEnded(@Nullable NetconfException failure);

        /** The device has ended the subscription. */
        void completed();
    }

    /**
     * @param opening is told in front of everything that comes from this session, or null
     */
    Feed(
            SessionDriver driver,
            CreateSubscription asked,
            NotificationStream stream,
            @Nullable StreamItem opening,
            Owner owner) {
        this.driver = driver;
        this.asked = asked;
        this.stream = stream;
        this.opening = opening;
        this.owner = owner;
        this.suspects = new Suspects(driver::elsewhere, this::examine);
    }

    XmlLimits limits() {
        return driver.device().protocol().xmlLimits();
    }

    /** A notification arrived. */
    void notification(byte[] message, int length) {
        Inbox.Raw raw = new Inbox.Raw(message, length, Inbox.looksLikeSignal(message, length), this);
        if (deaf) {
            driver.events().tell(new SessionEvent.NotificationUnheard(length));
        } else {
            take(raw);
        }
        if (raw.isSignal()) {
            suspects.add(raw);
        }
    }

    private void take(Inbox.Raw raw) {
        open();
        taken++;
        tellTaken();
        if (!stream.inbox().offer(raw)) {
            lost++;
            tellLost(false);
        }
        stream.arrived();
    }

    /** A notification looks like a signal: is it one? Elsewhere, in the order in which they came. */
    private void examine(Inbox.Raw raw) {
        switch (EventReader.sortOf(raw)) {
            case END -> completed();
            case EVENT -> stream.inbox().isEvent(raw);
            case REPLAY_COMPLETE -> {
                // the subscriber is told in its place; nothing else hangs on it
            }
        }
    }

    private void open() {
        if (opening != null) {
            stream.inbox().tell(opening);
            opening = null;
        }
    }

    /** At most once a second. */
    private void tellTaken() {
        long now = driver.lastByteAt();
        if (begun && now - takenToldAt >= BETWEEN_REPORTS) {
            takenToldAt = now;
            driver.events().tell(new SessionEvent.NotificationsPassed(asked.streamName(), taken));
        }
    }

    /** At once when it begins, then at most once a second. */
    private void tellLost(boolean all) {
        long now = System.nanoTime();
        if (begun && lost > lostTold && (all || lostTold == 0 || now - lostToldAt >= BETWEEN_REPORTS)) {
            driver.events().tell(new SessionEvent.NotificationsLost(asked.streamName(), lost - lostTold));
            lostTold = lost;
            lostToldAt = now;
        }
    }

    /** The device has said ok. Any thread. */
    void granted() {
        if (!driver.onLoop(this::begin)) {
            tellOwner(() -> owner.sessionEnded(null));
        }
    }

    private void begin() {
        open();
        stream.arrived();
        begun = true;
        begunAt = System.nanoTime();
        takenToldAt = begunAt;
        Ending over = ending;
        if (over != null) {
            tellOwnerOfSession(over.failure());
        } else if (!ended) {
            driver.events().tell(new SessionEvent.SubscriptionBegun(asked.streamName(), asked.startTime()));
        }
    }

    /** There is no subscription, or none that anybody knows of. Any thread. */
    void refused(Throwable why) {
        deaf = true;
        if (why instanceof NetconfException known && known.fate() != Fate.UNKNOWN) {
            driver.release(this);
        }
    }

    /** Nobody wants more of it. Any thread. */
    void letGo() {
        deaf = true;
        driver.onLoop(() -> end(How.CANCELLED));
    }

    /** The device has ended the subscription. Any thread; who is told, is told when the session is an ordinary one again. */
    void completed() {
        driver.onLoop(() -> {
            end(How.COMPLETED);
            driver.release(this);
            tellOwner(owner::completed);
        });
    }

    /** The session is over. */
    void sessionEnded(@Nullable NetconfException failure) {
        end(failure == null ? How.SESSION_CLOSED : How.SESSION_LOST);
        if (begun) {
            tellOwnerOfSession(failure);
        } else {
            ending = new Ending(failure);
        }
    }

    /** Behind whatever came last: perhaps the device had ended the subscription before. */
    private void tellOwnerOfSession(@Nullable NetconfException failure) {
        Runnable telling = () -> tellOwner(() -> owner.sessionEnded(failure));
        suspects.afterwards(() -> {
            if (!driver.onLoop(telling)) {
                telling.run();
            }
        });
    }

    private void tellOwner(Runnable telling) {
        if (!ownerTold.getAndSet(true)) {
            telling.run();
        }
    }

    private void end(How how) {
        if (ended) {
            return;
        }
        ended = true;
        if (begun) {
            tellLost(true);
            Duration lasted = Duration.ofNanos(System.nanoTime() - begunAt);
            driver.events().tell(new SessionEvent.SubscriptionEnded(asked.streamName(), how, lasted, taken, lost));
        }
    }

    /** Something happened to the server itself, which may concern this session. Any thread. */
    void heard(ServerEvent event) {
        if (event instanceof ServerEvent.CapabilityChange change) {
            driver.capabilitiesChanged(change);
        }
    }

    /**
     * A notification departs from the standard. Any thread.
     *
     * @throws dev.parley.error.ProtocolException in strict mode
     */
    void deviation(Deviation deviation, String detail) {
        driver.deviationRead(deviation, detail);
        if (driver.device().protocol().strict()) {
            throw deviation.refused(detail);
        }
    }
}
