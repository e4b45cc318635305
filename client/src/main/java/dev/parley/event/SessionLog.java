package dev.parley.event;

import dev.parley.error.Durations;
import dev.parley.framing.Framing;
import dev.parley.tls.TlsDetails;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens in sessions to the SLF4J logger {@code dev.parley.session}: a few lines of each session's life at
 * INFO, its phases and requests at DEBUG, its messages without their secrets at TRACE. For programs there is one line with all
 * of each attempt at a session, to the logger {@code dev.parley.attempt} (INFO, or WARN if it failed), which
 * {@code parley doctor analyze} reads again.
 */
public final class SessionLog implements SessionListener {
    private static final Logger LOG = LoggerFactory.getLogger("dev.parley.session");

    private final AttemptLog attempts = new AttemptLog();

    /** A listener for a client. */
    public SessionLog() {}

    @Override
    public Interest interest() {
        if (LOG.isTraceEnabled()) {
            return Interest.MESSAGES;
        }
        return LOG.isDebugEnabled() ? Interest.REQUESTS : Interest.LIFE;
    }

    @Override
    public void on(SessionKey session, SessionEvent event) {
        attempts.on(session, event);
        if (event instanceof SessionEvent.Opening opening) {
            LOG.debug("{}: opening {}", session, opening.device());
        } else if (event instanceof SessionEvent.PhaseEnded ended) {
            LOG.debug("{}: {} took {}: {}", session, ended.phase(), Durations.text(ended.took()), ended.detail());
        } else if (event instanceof SessionEvent.Identified identified) {
            LOG.debug("{}: the caller is {}", session, identified.device());
        } else if (event instanceof SessionEvent.AddressFailed failed) {
            LOG.info("{}: {} did not answer: {}", session, failed.address(), failed.why());
        } else if (event instanceof SessionEvent.Secured secured) {
            if (secured.details() instanceof TlsDetails tls) {
                logTls(session, tls);
            } else {
                LOG.debug("{}: {}", session, secured.details().summary());
            }
        } else if (event instanceof SessionEvent.Established up) {
            LOG.info(
                    "{}: session {} is up after {}: base {}, {} capabilities",
                    session,
                    up.hello().sessionId(),
                    Durations.text(up.took()),
                    up.hello().framing() == Framing.CHUNKED ? "1.1" : "1.0",
                    up.hello().capabilities().size());
        } else if (event instanceof SessionEvent.OpenFailed failed) {
            LOG.warn("{}: {}", session, failed.failure().getMessage());
        } else if (event instanceof SessionEvent.DeviationMet met) {
            LOG.info(
                    "{}: the device departs from the standard: {} ({})",
                    session,
                    met.deviation().description(),
                    met.detail());
        } else if (event instanceof SessionEvent.Closed closed) {
            logEnd(session, closed);
        } else if (event instanceof SessionEvent.NotificationsLost lost) {
            LOG.warn(
                    "{}: {} notifications of stream {} were lost: their subscriber is slower than the device",
                    session,
                    lost.count(),
                    lost.stream());
        } else if (event instanceof SessionEvent.SubscriptionBegun begun) {
            LOG.info(
                    "{}: subscribed to stream {}{}",
                    session,
                    begun.stream(),
                    begun.from() == null ? "" : ", replayed from " + begun.from());
        } else if (event instanceof SessionEvent.SubscriptionEnded ended) {
            LOG.info(
                    "{}: the subscription to stream {} ended after {} ({}): {} notifications received, {} of them lost",
                    session,
                    ended.stream(),
                    Durations.text(ended.lasted()),
                    ended.how(),
                    ended.received(),
                    ended.lost());
        } else {
            logRequest(session, event);
        }
    }

    private static void logTls(SessionKey session, TlsDetails tls) {
        LOG.debug(
                "{}: {} with {} by {}, {}, server {} with SHA-256 {}, until {}",
                session,
                tls.version().protocol(),
                tls.suite(),
                tls.provider(),
                tls.resumed() ? "resumed" : "full handshake",
                tls.names().stream().collect(Collectors.joining(", ")),
                tls.fingerprint(),
                tls.notAfter());
    }

    private static void logEnd(SessionKey session, SessionEvent.Closed closed) {
        if (closed.failure() == null) {
            LOG.info(
                    "{}: closed after {}, {} bytes received and {} sent",
                    session,
                    Durations.text(closed.lasted()),
                    closed.traffic().plainIn(),
                    closed.traffic().plainOut());
        } else {
            LOG.warn(
                    "{}: lost after {}: {}; {}",
                    session,
                    Durations.text(closed.lasted()),
                    closed.failure().getMessage(),
                    closed.traffic());
        }
    }

    private static void logRequest(SessionKey session, SessionEvent event) {
        if (event instanceof SessionEvent.RequestEnded ended) {
            if (ended.failure() == null) {
                LOG.debug(
                        "{}: {} {} was answered after {}",
                        session,
                        ended.operation(),
                        ended.id(),
                        Durations.text(ended.took()));
            } else {
                LOG.info("{}: {}", session, ended.failure().getMessage());
            }
        } else if (event instanceof SessionEvent.LateReply late) {
            LOG.info("{}: the reply to {} {} came after it was given up", session, late.operation(), late.id());
        } else if (event instanceof SessionEvent.NotificationUnheard unheard) {
            LOG.debug("{}: a notification of {} bytes that nobody has subscribed to", session, unheard.bytes());
        } else if (event instanceof SessionEvent.MessagePassed passed && LOG.isTraceEnabled()) {
            LOG.trace("{}: {} {}", session, passed.outbound() ? "sent" : "received", Redactor.redact(passed.message()));
        }
    }
}
