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
    private long lost;
    private long lostTold;
    private long lostToldAt;
    private int guesses;
    /** Whether the device sends, or may, what nobody wants. */
    private volatile boolean deaf;

    /** How the session ended, before the device's ok was read: whether there is one decides who is told. */
    private record Ending(@Nullable NetconfException failure) {}

    /** Whose subscription it is. */
    interface Owner {
        /** The session is over, for that reason or in order. On its loop. */
        void sessionEnded(@Nullable NetconfException failure);

        /** The device has ended the subscription. On the session's loop. */
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
    }

    XmlLimits limits() {
        return driver.device().protocol().xmlLimits();
    }

    /** A notification arrived. */
    void notification(byte[] message, int length) {
        Inbox.Raw raw = new Inbox.Raw(message, length, Inbox.looksLikeSignal(message, length), this);
        if (deaf) {
            unheard(raw);
            return;
        }
        open();
        taken++;
        if (!stream.inbox().offer(raw)) {
            lost++;
            tellLost(false);
        }
        stream.arrived();
    }

    /** Nobody listens, but the device may say that it has ended the subscription. */
    private void unheard(Inbox.Raw raw) {
        driver.events().tell(new SessionEvent.NotificationUnheard(raw.length()));
        if (raw.isSignal() && guesses < 16) {
            guesses++;
            driver.elsewhere(() -> {
                boolean end = EventReader.isEnd(raw);
                driver.onLoop(() -> guesses--);
                if (end) {
                    completed();
                }
            });
        }
    }

    private void open() {
        if (opening != null) {
            stream.inbox().tell(opening);
            opening = null;
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
            owner.sessionEnded(null);
        }
    }

    private void begin() {
        open();
        stream.arrived();
        begun = true;
        begunAt = System.nanoTime();
        Ending over = ending;
        if (over != null) {
            owner.sessionEnded(over.failure());
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
            owner.completed();
        });
    }

    /** The session is over. */
    void sessionEnded(@Nullable NetconfException failure) {
        end(failure == null ? How.SESSION_CLOSED : How.SESSION_LOST);
        if (begun) {
            owner.sessionEnded(failure);
        } else {
            ending = new Ending(failure);
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
