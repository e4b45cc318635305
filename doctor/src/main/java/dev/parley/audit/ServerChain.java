package dev.parley.audit;

import dev.parley.probe.Octets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The certificates that a server sent.
 *
 * @param sent in the order in which they came, the server's own first
 */
record ServerChain(List<X509Certificate> sent) {
    private static final int LONGEST = 16;

    ServerChain {
        sent = List.copyOf(sent);
    }

    static ServerChain read(List<Octets> encoded) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Octets each : encoded) {
                if (certificates.size() == LONGEST) {
                    throw new IOException("the server sent more than " + LONGEST + " certificates");
                }
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(each.array())));
            }
        } catch (CertificateException e) {
            throw new IOException(
                    "the server's certificate " + (certificates.size() + 1) + " cannot be read: " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new IOException("the server sent no certificate");
        }
        return new ServerChain(certificates);
    }

    X509Certificate own() {
        return sent.get(0);
    }

    /** Who issued a certificate, of those given; a certificate that issued itself has nobody. */
    static Optional<X509Certificate> issuerOf(X509Certificate certificate, Collection<X509Certificate> among) {
        return among.stream()
                .filter(candidate -> !candidate.equals(certificate))
                .filter(candidate -> isIssuedBy(certificate, candidate))
                .findFirst();
    }

    static boolean isSelfSigned(X509Certificate certificate) {
        return isIssuedBy(certificate, certificate);
    }

    private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException notByThisKey) {
            return false;
        }
    }

    /** From the server's own certificate upwards, as far as those sent reach and no authority is met. */
    List<X509Certificate> path(List<X509Certificate> authorities) {
        List<X509Certificate> path = new ArrayList<>(List.of(own()));
        while (path.size() < LONGEST) {
            X509Certificate top = path.get(path.size() - 1);
            if (authorities.contains(top) || issuerOf(top, authorities).isPresent()) {
                break;
            }
            Optional<X509Certificate> next = issuerOf(top, sent);
            if (next.isEmpty() || path.contains(next.get())) {
                break;
            }
            path.add(next.get());
        }
        return path;
    }

    /** Where the path ends: the authority that is trusted, if there is one. */
    Optional<X509Certificate> anchor(List<X509Certificate> authorities) {
        List<X509Certificate> path = path(authorities);
        X509Certificate top = path.get(path.size() - 1);
        return authorities.contains(top) ? Optional.of(top) : issuerOf(top, authorities);
    }

    /** Those whose strength matters: all but what the user trusts anyway, and roots that were sent along. */
    List<X509Certificate> judged(List<X509Certificate> authorities) {
        return sent.stream()
                .filter(each -> each.equals(own()) || !(authorities.contains(each) || isSelfSigned(each)))
                .toList();
    }
}
