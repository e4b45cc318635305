package dev.parley.standing;

import dev.parley.error.NetconfException;
import dev.parley.event.SessionKey;
import dev.parley.operation.Request;
import dev.parley.session.Session;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A session that is up, as its keeper sees it; the seam at which tests put others in its place. */
interface Live {
    /** The session itself. */
    Session session();

    /** Which session of the client it is. */
    SessionKey key();

    /** Whether requests can be sent. */
    boolean isOpen();

    /** Is completed when it is over. */
    CompletableFuture<?> ended();

    /** Why it is over; null if it is not, or was closed in order. */
    @Nullable
    NetconfException failure();

    /** For how long nothing has come from the device. */
    Duration quiet();

    /** How many requests have no answer yet. */
    int underWay();

    /** Whether a request ran out of time, and nothing has come from the device since. */
    boolean isOverdue();

    /** Asks the device something. */
    CompletableFuture<?> ask(Request<?> request);

    /** The certificates that the device has shown, its own first; empty without TLS. */
    List<X509Certificate> certificates();

    /** Begins to end it in order. */
    void close();

    /** A session of the client. */
    record Opened(Session session) implements Live {
        @Override
        public SessionKey key() {
            return session.key();
        }

        @Override
        public boolean isOpen() {
            return session.isOpen();
        }

        @Override
        public CompletableFuture<?> ended() {
            return session.ended();
        }

        @Override
        public @Nullable NetconfException failure() {
            return session.failure();
        }

        @Override
        public Duration quiet() {
            return session.traffic().sinceLastByte();
        }

        @Override
        public int underWay() {
            return session.underWay();
        }

        @Override
        public boolean isOverdue() {
            return session.overdue() > 0;
        }

        @Override
        public CompletableFuture<?> ask(Request<?> request) {
            return session.sendAsync(request);
        }

        @Override
        public List<X509Certificate> certificates() {
            var tls = session.tls();
            return tls == null ? List.of() : tls.peerCertificates();
        }

        @Override
        public void close() {
            session.closeAsync();
        }
    }
}
