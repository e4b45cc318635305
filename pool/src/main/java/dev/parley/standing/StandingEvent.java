package dev.parley.standing;

import dev.parley.event.SessionKey;
import dev.parley.tls.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a standing session. The contract, for each:
 *
 * <pre>
 *   ( Attempted ( Failed | Established Lost ) )* Closed
 * </pre>
 *
 * In an attempt that is given up because of {@code Closed} neither {@code Failed} nor {@code Established} follows {@code
 * Attempted}. What is said of circuits, files and certificates comes at any time before {@code Closed}; of circuits, it is told
 * once for each standing session of the device.
 */
public sealed interface StandingEvent {
    /**
     * An attempt at a session has begun.
     *
     * @param attempt its number, from 1, since there last was a session for long enough
     */
    record Attempted(int attempt) implements StandingEvent {}

    /**
     * An attempt has failed.
     *
     * @param attempt its number
     * @param failure why
     * @param next what it does about that
     */
    record Failed(int attempt, Throwable failure, StandingState next) implements StandingEvent {}

    /**
     * There is a session.
     *
     * @param session which
     * @param attempt the number of the attempt that succeeded
     * @param took how long the attempt took
     */
    record Established(SessionKey session, int attempt, Duration took) implements StandingEvent {}

    /**
     * The session is gone.
     *
     * @param session which
     * @param lasted how long it was up
     * @param failure why, or null if it was closed in order
     */
    record Lost(
            SessionKey session, Duration lasted, @Nullable Throwable failure) implements StandingEvent {}

    /**
     * The device is left alone for a while.
     *
     * @param failures how many attempts in a row have failed
     * @param until when it is tried again
     * @param failure why the last of them failed
     */
    record CircuitOpened(int failures, Instant until, Throwable failure) implements StandingEvent {}

    /** The device that was left alone answers again. */
    record CircuitClosed() implements StandingEvent {}

    /**
     * A file of an identity, or of whom we trust, has changed: sessions that are opened from now on use it. Those that are up stay up.
     * Files of TLS can be used, or else it is told that they are {@linkplain FilesUnusable unusable}; those of SSH are read when a
     * session is opened, and the failure of that names the one that cannot be used.
     *
     * @param what which, in words
     */
    record FilesReloaded(String what) implements StandingEvent {}

    /**
     * A file of an identity, or of whom we trust, has changed and cannot be used. Sessions that are up stay up. Told once for each
     * failure.
     *
     * @param what which, in words
     * @param failure what is wrong with it
     * @param goesOnUntil until when sessions are opened with what was there before; null if that is not done, so that opening
     *     fails: there was nothing before, it has expired, or it is about whom to trust, where what was taken out of the file must
     *     not count any more
     */
    record FilesUnusable(
            String what, Throwable failure, @Nullable Instant goesOnUntil) implements StandingEvent {}

    /**
     * A certificate expires soon, or has. Told once for each certificate and threshold.
     *
     * @param whose whose it is
     * @param subject its subject (RFC 2253)
     * @param fingerprint its fingerprint
     * @param notAfter when it expires
     * @param threshold the threshold that was passed: there is no more time than this; zero if it has expired
     */
    record CertificateExpires(
            Whose whose, String subject, Fingerprint fingerprint, Instant notAfter, Duration threshold)
            implements StandingEvent {
        /** Whose certificate it is. */
        public enum Whose {
            /** The device's, as it showed it when the session was opened, perhaps the first of those that were resumed. */
            DEVICE,
            /** One of those that lead from the device's to a trusted authority. */
            ISSUER,
            /** Our own, or one that leads from it to an authority. */
            OURS,
            /** A trusted authority's, to which the certificate of a device with a session leads. */
            AUTHORITY
        }
    }

    /** It is over, and nothing more is told. */
    record Closed() implements StandingEvent {}
}
