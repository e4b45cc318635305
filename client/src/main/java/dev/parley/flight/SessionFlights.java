package dev.parley.flight;

import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.event.RequestListener;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import org.jspecify.annotations.Nullable;

/** Follows one attempt that is recorded, and keeps nothing of it once the session is up. */
final class SessionFlights implements SessionListener {
    private final FlightLog log;
    private @Nullable OpeningFlight opening;
    private @Nullable PhaseFlight phase;

    SessionFlights(FlightLog log, OpeningFlight opening) {
        this.log = log;
        this.opening = opening;
    }

    @Override
    public Interest interest() {
        return log.interest();
    }

    @Override
    public @Nullable RequestListener request(SessionKey session, long id, String operation) {
        return log.request(session, id, operation);
    }

    @Override
    public void on(SessionKey session, SessionEvent event) {
        OpeningFlight attempt = opening;
        if (attempt == null) {
            log.on(session, event);
        } else if (event instanceof SessionEvent.Opening begun) {
            attempt.of(begun.device());
            attempt.begin();
        } else if (event instanceof SessionEvent.Identified identified) {
            attempt.of(identified.device());
        } else if (event instanceof SessionEvent.PhaseBegun begun) {
            phase = new PhaseFlight();
            phase.begin();
            attempt.phase = begun.phase().name();
        } else if (event instanceof SessionEvent.PhaseEnded ended) {
            endPhase(session, ended.phase().name(), ended.detail(), null);
        } else if (event instanceof SessionEvent.Secured secured) {
            attempt.security = secured.details().summary();
        } else if (event instanceof SessionEvent.Established) {
            attempt.phase = null;
            attempt.ended(session, null);
            opening = null;
        } else if (event instanceof SessionEvent.OpenFailed failed) {
            String failedIn =
                    failed.failure() instanceof OpenException why ? why.phase().name() : attempt.phase;
            endPhase(session, failedIn, null, failed.failure());
            attempt.ended(session, failed.failure());
            opening = null;
        }
    }

    private void endPhase(
            SessionKey session, @Nullable String name, @Nullable String detail, @Nullable NetconfException failure) {
        PhaseFlight ended = phase;
        if (ended != null && name != null) {
            ended.ended(session, name, detail, failure);
        }
        phase = null;
    }
}
