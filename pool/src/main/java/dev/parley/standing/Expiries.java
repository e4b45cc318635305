package dev.parley.standing;

import dev.parley.standing.StandingEvent.CertificateExpires;
import dev.parley.tls.Fingerprint;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which certificates expire soon, told once for each threshold. It remembers only those that do; a certificate that nobody shows
 * any more is forgotten. By one thread at a time.
 */
final class Expiries {
    private final List<Duration> thresholds;
    private final Map<Fingerprint, Duration> told = new HashMap<>();
    private final Set<Fingerprint> seen = new HashSet<>();

    /** @param thresholds the longest first */
    Expiries(List<Duration> thresholds) {
        this.thresholds = thresholds;
    }

    /** Begins to look at all certificates that there are. */
    void begin() {
        seen.clear();
    }

    /** Looks at one; what is to be told of it, if anything. */
    Optional<CertificateExpires> look(CertificateExpires.Whose whose, X509Certificate certificate, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        Duration left = Duration.between(now, end);
        Duration threshold = null;
        for (Duration each : thresholds) {
            threshold = left.compareTo(each) <= 0 ? each : threshold;
        }
        threshold = left.isNegative() || left.isZero() ? Duration.ZERO : threshold;
        if (threshold == null) {
            return Optional.empty();
        }
        Fingerprint fingerprint = Fingerprint.of(certificate);
        seen.add(fingerprint);
        Duration before = told.get(fingerprint);
        if (before != null && before.compareTo(threshold) <= 0) {
            return Optional.empty();
        }
        told.put(fingerprint, threshold);
        return Optional.of(new CertificateExpires(
                whose, certificate.getSubjectX500Principal().getName(), fingerprint, end, threshold));
    }

    /** All were looked at. */
    void end() {
        told.keySet().retainAll(seen);
    }
}
