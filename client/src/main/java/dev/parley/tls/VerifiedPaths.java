package dev.parley.tls;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What servers sent and was found to lead to one and the same set of authorities, by its digest. Without revocation
 * lists a path's validity depends on nothing but its certificates, the authorities and the time, so its signatures need
 * no second look while all of its certificates are within their time. That a server holds the key to its certificate is
 * proven in each handshake all the same.
 *
 * <p>Safe for all threads.
 */
final class VerifiedPaths {
    /** So many devices' certificates are known again; each takes a few kilobytes. */
    private static final int MOST = 1_024;

    private final Map<ByteBuffer, Verified> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verified> eldest) {
            return size() > MOST;
        }
    };

    /**
     * A path that was valid.
     *
     * @param server the certificate at its beginning
     * @param from the moment at which the last of its certificates became valid
     * @param until the moment at which the first of them is no longer valid
     */
    record Verified(X509Certificate server, Instant from, Instant until) {
        private boolean isWithinItsTime(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    /** The path that was found in exactly these certificates, or null if it is not known or its time is over. */
    @Nullable
    Verified in(List<X509Certificate> sent, Instant now) {
        ByteBuffer digest = digest(sent);
        synchronized (known) {
            Verified path = known.get(digest);
            return path != null && path.isWithinItsTime(now) ? path : null;
        }
    }

    void add(List<X509Certificate> sent, Verified path) {
        ByteBuffer digest = digest(sent);
        synchronized (known) {
            known.put(digest, path);
        }
    }

    private static ByteBuffer digest(List<X509Certificate> sent) {
        MessageDigest digest = Fingerprint.sha256();
        try {
            for (X509Certificate certificate : sent) {
                // DER tells its own length, so no two lists of certificates run together alike
                digest.update(certificate.getEncoded());
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without an encoding", e);
        }
        return ByteBuffer.wrap(digest.digest());
    }
}
