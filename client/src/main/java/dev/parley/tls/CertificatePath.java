package dev.parley.tls;

import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * A path from a server's certificate to an authority, among the certificates that the server sent.
 *
 * <p>Servers send them out of order, with others mixed in, or with a root that nobody asked for; so paths are searched
 * by the names of issuers, and what was found is validated by the JDK (RFC 5280 section 6).
 *
 * @param certificates the server's own first, the one that the anchor issued last; never the anchor itself
 * @param anchor the authority
 */
record CertificatePath(List<X509Certificate> certificates, X509Certificate anchor) {
    // More than a sound hierarchy needs; they bound the search through whatever a hostile server sends.
    private static final int LONGEST = 8;
    private static final int MOST = 16;

    /** The paths upwards from the first certificate to any authority, the shortest first; empty if there is none. */
    static List<CertificatePath> candidates(List<X509Certificate> sent, List<X509Certificate> authorities) {
        List<CertificatePath> found = new ArrayList<>();
        List<List<X509Certificate>> climbing = List.of(List.of(sent.get(0)));
        while (!climbing.isEmpty() && found.size() < MOST) {
            List<List<X509Certificate>> higher = new ArrayList<>();
            for (List<X509Certificate> path : climbing) {
                X509Certificate top = path.get(path.size() - 1);
                issuersOf(top, authorities).forEach(anchor -> found.add(new CertificatePath(path, anchor)));
                if (path.size() < LONGEST && higher.size() < MOST) {
                    issuersOf(top, sent).stream()
                            .filter(issuer -> !path.contains(issuer))
                            .forEach(issuer -> higher.add(append(path, issuer)));
                }
            }
            climbing = higher;
        }
        return found;
    }

    /** Where the way upwards ends in what was sent: a certificate whose issuer is not there, or that issued itself. */
    static X509Certificate topOf(List<X509Certificate> sent) {
        List<X509Certificate> path = List.of(sent.get(0));
        while (true) {
            List<X509Certificate> soFar = path;
            X509Certificate top = soFar.get(soFar.size() - 1);
            List<X509Certificate> next = issuersOf(top, sent).stream()
                    .filter(issuer -> !soFar.contains(issuer))
                    .toList();
            if (next.isEmpty() || soFar.size() == LONGEST) {
                return top;
            }
            path = append(soFar, next.get(0));
        }
    }

    /**
     * Validates the path as it is at a point in time.
     *
     * @param revoked the lists to look every certificate up in, or none for no looking up; nothing is ever fetched
     * @throws CertPathValidatorException if it is not valid; its index counts from the server's certificate
     */
    void validate(List<X509CRL> revoked, Instant now) throws CertPathValidatorException {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.setDate(Date.from(now));
            parameters.setRevocationEnabled(!revoked.isEmpty());
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(revoked)));
            parameters.addCertPathChecker(new StrengthCheck());
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(certificates), parameters);
        } catch (CertificateException | InvalidAlgorithmParameterException | NoSuchAlgorithmException e) {
            throw new CertPathValidatorException(e.getMessage(), e);
        }
    }

    /** The moment at which the last certificate of the path became valid. */
    Instant notBefore() {
        return certificates.stream()
                .map(certificate -> certificate.getNotBefore().toInstant())
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** The first moment at which a certificate of the path is no longer valid. */
    Instant notAfter() {
        return certificates.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static List<X509Certificate> issuersOf(X509Certificate certificate, List<X509Certificate> candidates) {
        return candidates.stream()
                .filter(candidate -> certificate.getIssuerX500Principal().equals(candidate.getSubjectX500Principal()))
                .toList();
    }

    private static List<X509Certificate> append(List<X509Certificate> path, X509Certificate issuer) {
        List<X509Certificate> longer = new ArrayList<>(path);
        longer.add(issuer);
        return List.copyOf(longer);
    }
}
