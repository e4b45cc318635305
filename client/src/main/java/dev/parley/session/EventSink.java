package dev.parley.session;

import dev.parley.engine.Call;
import dev.parley.event.RequestListener;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.event.SessionListener.Interest;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners what happens in one session: each as much as it wants to know, and nothing after the end. On the
 * session's loop.
 */
final class EventSink {
    private static final Logger LOG = LoggerFactory.getLogger(EventSink.class);

    private volatile SessionKey key;
    private final List<Heard> audience;
    private final Interest most;
    /** Volatile for requests that are refused on their caller's thread, because the loop has ended. */
    private volatile boolean over;

    private record Heard(SessionListener listener, Interest interest) {}

    EventSink(SessionKey key, List<SessionListener> listeners) {
        this.key = key;
        audience = listeners.stream()
                .map(listener -> heard(key, listener))
                .filter(Objects::nonNull)
                .toList();
        most = audience.stream()
                .map(Heard::interest)
                .max(Comparator.naturalOrder())
                .orElse(Interest.LIFE);
    }

    private static @Nullable Heard heard(SessionKey key, SessionListener listener) {
        try {
            SessionListener own = listener.forSession(key);
            return new Heard(own, own.interest());
        } catch (RuntimeException | Error e) {
            LOG.warn("{}: a listener failed, and is not told of this session", key, e);
            return null;
        }
    }

    SessionKey key() {
        return key;
    }

    /** It has turned out whose session it is. */
    void belongsTo(String device) {
        key = new SessionKey(key.number(), device);
    }

    /** Whether somebody wants to be told so much. */
    boolean wants(Interest wanted) {
        return !audience.isEmpty() && most.compareTo(wanted) >= 0;
    }

    void tell(SessionEvent event) {
        if (over) {
            return;
        }
        over = event instanceof SessionEvent.OpenFailed || event instanceof SessionEvent.Closed;
        Interest needed = neededFor(event);
        for (Heard heard : audience) {
            if (heard.interest.compareTo(needed) >= 0) {
                tell(heard.listener, event);
            }
        }
    }

    /** Who wants to know what comes of a request, or null. On the thread that sends it. */
    @Nullable
    Followers followersOf(Call call) {
        Followers followers = null;
        for (Heard heard : audience) {
            try {
                RequestListener follower = heard.listener.request(key, call.id(), call.name());
                if (follower != null) {
                    followers = new Followers(follower, followers, key);
                }
            } catch (RuntimeException | Error e) {
                LOG.warn("{}: a listener failed on a request", key, e);
            }
        }
        return followers;
    }

    private void tell(SessionListener listener, SessionEvent event) {
        try {
            listener.on(key, event);
        } catch (RuntimeException | Error e) {
            LOG.warn("{}: a listener failed on {}", key, event.getClass().getSimpleName(), e);
        }
    }

    private static Interest neededFor(SessionEvent event) {
        if (event instanceof SessionEvent.MessagePassed) {
            return Interest.MESSAGES;
        }
        if (event instanceof SessionEvent.Connected
                || event instanceof SessionEvent.WirePassed
                || event instanceof SessionEvent.PlainPassed
                || event instanceof SessionEvent.TcpMeasured) {
            return Interest.WIRE;
        }
        return event instanceof SessionEvent.RequestBegun || event instanceof SessionEvent.RequestEnded
                ? Interest.REQUESTS
                : Interest.LIFE;
    }
}
