package dev.parley.observation;

import dev.parley.event.RequestListener;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes attempts at sessions, and requests, through Micrometer; with Micrometer Tracing and a bridge they become spans of
 * OpenTelemetry or another tracer:
 *
 * <pre>{@code
 * NetconfClient client = NetconfClient.builder().listener(new NetconfObservations(registry)).build();
 * }</pre>
 *
 * Each observation has for its parent the observation that is current on the thread that calls {@code open}, {@code send} or one of
 * their asynchronous forms, at that moment; what a pool opens, on the thread on which it does so; and a device that calls
 * (RFC 8071) begins a trace. Their names and keys are in {@link NetconfObservation}; a global convention of the registry for
 * {@link OpenContext} or {@link RequestContext} changes them. To devices nothing of a trace is sent. The client's own executor
 * carries no context on to what hangs on its futures: give it one that does, with {@code callbacks(…)}.
 */
public final class NetconfObservations implements SessionListener {
    private final ObservationRegistry registry;

    /** Observations in that registry. */
    public NetconfObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Interest interest() {
        return Interest.LIFE;
    }

    @Override
    public SessionListener forSession(SessionKey session) {
        return registry.isNoop() ? this : new ObservedOpening(this, session);
    }

    /** What an attempt is to be observed by: below what is current on this thread, whichever it is begun on. */
    Observation of(OpenContext context) {
        return NetconfObservation.OPEN.observation(null, OpenConvention.DEFAULT, () -> context, registry);
    }

    @Override
    public @Nullable RequestListener request(SessionKey session, long id, String operation) {
        if (registry.isNoop()) {
            return null;
        }
        RequestContext context = new RequestContext(session, id, operation);
        Observation observation = NetconfObservation.REQUEST
                .observation(null, RequestConvention.DEFAULT, () -> context, registry)
                .start();
        return (took, failure) -> {
            if (failure != null) {
                context.failed(failure);
                observation.error(failure);
            }
            observation.stop();
        };
    }

    /** Does nothing: what is observed of a session is over when it is up. */
    @Override
    public void on(SessionKey session, SessionEvent event) {}
}
