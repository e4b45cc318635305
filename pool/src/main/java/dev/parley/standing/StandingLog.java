package dev.parley.standing;

import dev.parley.device.Device;
import dev.parley.error.Durations;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what somebody should know of standing sessions to the SLF4J logger {@code dev.parley.standing}: at WARN what needs
 * somebody's hands, at INFO that it is over. Attempts and lost sessions are in the client's own log.
 */
final class StandingLog implements StandingListener {
    private static final Logger LOG = LoggerFactory.getLogger("dev.parley.standing");

    @Override
    public void on(Device device, StandingEvent event) {
        if (event instanceof StandingEvent.Failed failed) {
            failed(device, failed);
        } else if (event instanceof StandingEvent.CircuitOpened opened) {
            LOG.warn(
                    "{} has not answered {} times in a row and is left alone until {}; the last failure: {}",
                    device,
                    opened.failures(),
                    opened.until(),
                    opened.failure().getMessage());
        } else if (event instanceof StandingEvent.CircuitClosed) {
            LOG.info("{} answers again", device);
        } else if (event instanceof StandingEvent.FilesReloaded reloaded) {
            LOG.info("{}: {} changed; sessions that are opened from now on use it", device, reloaded.what());
        } else if (event instanceof StandingEvent.FilesUnusable unusable) {
            LOG.warn(
                    "{}: {} changed and cannot be used: {}; {}",
                    device,
                    unusable.what(),
                    unusable.failure().getMessage(),
                    unusable.goesOnUntil() == null
                            ? "sessions that are up stay up, and no other can be opened"
                            : "what was there before is used until " + unusable.goesOnUntil());
        } else if (event instanceof StandingEvent.CertificateExpires expires) {
            expires(device, expires);
        } else if (event instanceof StandingEvent.Lost lost) {
            LOG.debug("{}: lost after {}", lost.session(), Durations.text(lost.lasted()));
        }
    }

    private static void failed(Device device, StandingEvent.Failed failed) {
        if (failed.next() instanceof StandingState.Refused refused) {
            LOG.warn(
                    "{}: the next attempt is not before {}, unless something is mended: {}",
                    device,
                    refused.until(),
                    failed.failure().getMessage());
        } else if (failed.next() instanceof StandingState.GivenUp) {
            LOG.warn(
                    "{}: no further attempt is made until somebody asks for one, or its keys are others: {}",
                    device,
                    failed.failure().getMessage());
        }
    }

    private static void expires(Device device, StandingEvent.CertificateExpires expires) {
        Duration left = Duration.between(Instant.now(), expires.notAfter());
        String whose = switch (expires.whose()) {
            case DEVICE -> "the certificate of the device";
            case ISSUER -> "the certificate of an authority that the device sent";
            case OURS -> "our own certificate";
            case AUTHORITY -> "the certificate of a trusted authority";
        };
        LOG.warn(
                "{}: {} {} at {}{}: {}, SHA-256 {}",
                device,
                whose,
                expires.threshold().isZero() ? "expired" : "expires",
                expires.notAfter(),
                expires.threshold().isZero() ? "" : ", in " + left.toDays() + " days",
                expires.subject(),
                expires.fingerprint());
    }

    /** Something of a user's own failed as it must not; the rest goes on. */
    static void cannotLookAt(Object what, RuntimeException failure) {
        LOG.warn("{} cannot be looked at: {}", what, failure.toString(), failure);
    }
}
