package dev.parley.tls;

import dev.parley.error.InputException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TlsTrust} at one moment, with its files read. Equal when the same servers are believed.
 *
 * @param anyone whether no check is made at all
 * @param authorities the trust anchors
 * @param revoked the revocation lists
 * @param pins the fingerprints of servers that are believed whoever issued their certificates
 */
record Believed(boolean anyone, Authorities authorities, RevocationLists revoked, Set<Fingerprint> pins) {

    /**
     * Trust anchors, equal by their digest because comparing a hundred certificates at each open would cost more than
     * the rest of it.
     */
    record Authorities(List<X509Certificate> certificates, String id) {
        static final Authorities NONE = of(List.of());

        static Authorities of(List<X509Certificate> certificates) {
            return new Authorities(List.copyOf(certificates), Credentials.idOf(certificates));
        }

        static Authorities system() {
            return OfThePlatform.AUTHORITIES;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Authorities authorities && id.equals(authorities.id);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }
    }

    /** Revocation lists, equal by their digest. */
    record RevocationLists(List<X509CRL> lists, String id) {
        static final RevocationLists NONE = of(List.of());

        static RevocationLists of(List<X509CRL> lists) {
            MessageDigest digest = Fingerprint.sha256();
            for (X509CRL list : lists) {
                try {
                    digest.update(list.getEncoded());
                } catch (CRLException e) {
                    throw new IllegalArgumentException("a revocation list without an encoding", e);
                }
            }
            return new RevocationLists(List.copyOf(lists), HexFormat.of().formatHex(digest.digest()));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof RevocationLists revoked && id.equals(revoked.id);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }
    }

    /** Read once, when the first trust asks for it. */
    private static final class OfThePlatform {
        static final Authorities AUTHORITIES = read();

        private static Authorities read() {
            try {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init((KeyStore) null);
                return of(Arrays.stream(factory.getTrustManagers())
                        .flatMap(each -> each instanceof X509TrustManager x509
                                ? Stream.of(x509.getAcceptedIssuers())
                                : Stream.empty())
                        .toList());
            } catch (GeneralSecurityException e) {
                throw new InputException(
                        InputException.Reason.FILE_UNREADABLE,
                        "the Java platform's trust store cannot be read: " + e.getMessage(),
                        null,
                        e);
            }
        }

        private static Authorities of(List<X509Certificate> certificates) {
            return Authorities.of(certificates);
        }
    }
}
