package dev.parley.observation;

import dev.parley.event.RequestListener;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** Observes one attempt, and keeps nothing of it once the session is up. */
final class ObservedOpening implements SessionListener {
    private final NetconfObservations observations;
    private @Nullable OpenContext context;
    private @Nullable Observation observation;

    ObservedOpening(NetconfObservations observations, SessionKey session) {
        this.observations = observations;
        OpenContext begun = new OpenContext(session);
        context = begun;
        observation = observations.of(begun);
    }

    @Override
    public Interest interest() {
        return observations.interest();
    }

    @Override
    public @Nullable RequestListener request(SessionKey session, long id, String operation) {
        return observations.request(session, id, operation);
    }

    @Override
    public void on(SessionKey session, SessionEvent event) {
        OpenContext known = context;
        Observation observed = observation;
        if (known == null || observed == null) {
            return;
        }
        if (event instanceof SessionEvent.Opening opening) {
            known.of(session, opening.device());
            // an attempt may wait for its turn, and be given up before it has come
            observed.start();
        } else if (event instanceof SessionEvent.Identified identified) {
            known.of(session, identified.device());
        } else if (event instanceof SessionEvent.Secured secured) {
            known.secured(secured.details());
        } else if (event instanceof SessionEvent.PhaseEnded ended) {
            observed.event(NetconfObservation.OpenEvents.of(ended.phase()));
        } else if (event instanceof SessionEvent.Established) {
            over(observed);
        } else if (event instanceof SessionEvent.OpenFailed failed) {
            known.failed(failed.failure());
            observed.error(failed.failure());
            over(observed);
        }
    }

    private void over(Observation observed) {
        context = null;
        observation = null;
        observed.stop();
    }
}
