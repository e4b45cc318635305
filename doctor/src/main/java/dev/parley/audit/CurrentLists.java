package dev.parley.audit;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * Whether a revocation list says something of a certificate today: one of its issuer, and not expired (RFC 5280 section 6.3.3).
 *
 * @param list the list, if there is one
 * @param words which one that is, or why there is none
 */
record CurrentLists(Optional<X509CRL> list, String words) {
    /** Those of the lists that the issuer of a certificate made, by its name and, where the issuer is known, by its key. */
    static List<X509CRL> of(X509Certificate certificate, Collection<X509Certificate> known, List<X509CRL> lists) {
        Optional<X509Certificate> issuer = ServerChain.issuerOf(certificate, known);
        return lists.stream()
                .filter(list -> list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal()))
                .filter(list -> issuer.isEmpty() || isSignedBy(list, issuer.get()))
                .toList();
    }

    private static boolean isSignedBy(X509CRL list, X509Certificate issuer) {
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException notByThisKey) {
            return false;
        }
    }

    /**
     * What there is about a certificate.
     *
     * @param issued the lists of its issuer
     */
    static CurrentLists about(X509Certificate certificate, List<X509CRL> issued, Instant now) {
        String issuer = certificate.getIssuerX500Principal().getName();
        if (issued.isEmpty()) {
            return new CurrentLists(
                    Optional.empty(),
                    "no list of " + issuer + ", who issued " + CertificateChecks.named(certificate) + ", was given");
        }
        Optional<X509CRL> current =
                issued.stream().filter(list -> isCurrent(list, now)).findFirst();
        return new CurrentLists(
                current,
                current.map(list -> "not in the list of " + issuer + " of "
                                + list.getThisUpdate().toInstant())
                        .orElseGet(() ->
                                "the list of " + issuer + " is good " + times(issued.get(0)) + ", and now is " + now));
    }

    private static boolean isCurrent(X509CRL list, Instant now) {
        Date next = list.getNextUpdate();
        return !now.isBefore(list.getThisUpdate().toInstant()) && (next == null || !now.isAfter(next.toInstant()));
    }

    private static String times(X509CRL list) {
        Date next = list.getNextUpdate();
        return "from " + list.getThisUpdate().toInstant() + (next == null ? "" : " to " + next.toInstant());
    }

    boolean isNone() {
        return list.isEmpty();
    }
}
