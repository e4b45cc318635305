package dev.parley.session;

import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.event.SessionListener.Interest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners what happens in one session. On the session's loop. */
final class EventSink {
    private static final Logger LOG = LoggerFactory.getLogger(EventSink.class);

    private final SessionKey key;
    private final List<SessionListener> listeners;
    private final Interest interest;

    EventSink(SessionKey key, List<SessionListener> listeners) {
        this.key = key;
        this.listeners = listeners;
        Interest most = Interest.LIFE;
        for (SessionListener listener : listeners) {
            Interest wanted = listener.interest();
            most = wanted.compareTo(most) > 0 ? wanted : most;
        }
        interest = most;
    }

    SessionKey key() {
        return key;
    }

    /** Whether somebody wants to be told so much. */
    boolean wants(Interest wanted) {
        return !listeners.isEmpty() && interest.compareTo(wanted) >= 0;
    }

    void tell(SessionEvent event) {
        for (SessionListener listener : listeners) {
            try {
                listener.on(key, event);
            } catch (RuntimeException e) {
                LOG.warn("{}: a listener failed on {}", key, event.getClass().getSimpleName(), e);
            }
        }
    }
}
