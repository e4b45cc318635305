package dev.parley.flight;

import dev.parley.event.RequestListener;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens in sessions to JDK Flight Recorder, while a recording runs that wants it:
 *
 * <pre>{@code
 * NetconfClient client = NetconfClient.builder().listener(new FlightLog()).build();
 * }</pre>
 *
 * {@code jcmd PID JFR.start settings=default} records these events with everything else, and {@code jfr print --events
 * 'dev.parley.*' recording.jfr} shows them. They hold names of devices and operations, times, numbers and reasons, and neither
 * requests nor replies. A reason may quote what a device has said, such as the words of an {@code rpc-error} or the beginning of
 * what is no NETCONF, without what a name in it calls a secret ({@link dev.parley.error.Secrets}).
 *
 * <ul>
 *   <li>{@code dev.parley.Opening}: an attempt at a session, its length and what came of it
 *   <li>{@code dev.parley.OpeningPhase}: each phase of it
 *   <li>{@code dev.parley.Session}: the end of a session, with its length, bytes and reason
 *   <li>{@code dev.parley.Request}: from sending a request until its reply was read, and what came of it
 *   <li>{@code dev.parley.NotificationsLost}: notifications for which there was no room
 * </ul>
 *
 * Without a recording, a request costs the question whether there is one; the same holds for an attempt at a session.
 */
public final class FlightLog implements SessionListener {
    /** A listener for a client. */
    public FlightLog() {}

    @Override
    public Interest interest() {
        return Interest.LIFE;
    }

    /** Only an attempt that begins while it is recorded has something to keep. */
    @Override
    public SessionListener forSession(SessionKey session) {
        OpeningFlight opening = new OpeningFlight();
        return opening.isEnabled() || new PhaseFlight().isEnabled() ? new SessionFlights(this, opening) : this;
    }

    @Override
    public @Nullable RequestListener request(SessionKey session, long id, String operation) {
        RequestFlight request = new RequestFlight();
        return request.isEnabled() ? request.begun(session, id, operation) : null;
    }

    @Override
    public void on(SessionKey session, SessionEvent event) {
        if (event instanceof SessionEvent.Closed closed) {
            SessionFlight end = new SessionFlight();
            if (end.isEnabled()) {
                end.ended(session, closed);
            }
        } else if (event instanceof SessionEvent.NotificationsLost lost) {
            LossFlight loss = new LossFlight();
            if (loss.isEnabled()) {
                loss.met(session, lost);
            }
        }
    }
}
