package dev.parley.simulator;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The way from a client's certificate to an authority that the device trusts. */
final class ClientPath {
    private ClientPath() {}

    /** The certificates that the client sent, and the trusted one above the last of them. */
    static List<X509Certificate> complete(List<X509Certificate> sent, List<X509Certificate> trusted) {
        List<X509Certificate> path = new ArrayList<>(sent);
        X509Certificate last = sent.get(sent.size() - 1);
        for (X509Certificate authority : trusted) {
            if (!path.contains(authority) && issued(authority, last)) {
                path.add(authority);
            }
        }
        return path;
    }

    private static boolean issued(X509Certificate authority, X509Certificate certificate) {
        if (!authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        PublicKey key = authority.getPublicKey();
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException e) {
            // The same name with another key: not the issuer.
            return false;
        }
    }

    /**
     * Validates what the client sent (RFC 5280 section 6).
     *
     * @throws GeneralSecurityException if no trusted authority stands above it
     */
    static void validate(List<X509Certificate> sent, List<X509Certificate> trusted) throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(trusted.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet()));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(sent), parameters);
    }
}
