package dev.parley.tls;

import java.security.PublicKey;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses certificates whose key or signature is too weak today (RFC 9325 section 4.5, RFC 9155): RSA below 2048 bits,
 * curves below 224 bits, signatures with MD5 or SHA-1. Authorities that the user trusts are not looked at.
 */
final class StrengthCheck extends PKIXCertPathChecker {
    @Override
    public void init(boolean forward) {
        // Every certificate is judged by itself; there is no state to begin with.
    }

    @Override
    public boolean isForwardCheckingSupported() {
        return true;
    }

    @Override
    public Set<String> getSupportedExtensions() {
        return Set.of();
    }

    @Override
    public void check(Certificate certificate, Collection<String> unresolvedCriticalExtensions)
            throws CertPathValidatorException {
        X509Certificate x509 = (X509Certificate) certificate;
        String signature = x509.getSigAlgName().toUpperCase(Locale.ROOT);
        if (signature.contains("MD5") || signature.contains("SHA1")) {
            throw tooWeak("is signed with " + x509.getSigAlgName());
        }
        PublicKey key = x509.getPublicKey();
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < 2048) {
            throw tooWeak("has an RSA key of " + rsa.getModulus().bitLength() + " bits");
        }
        if (key instanceof ECKey ec && ec.getParams().getOrder().bitLength() < 224) {
            throw tooWeak("has an EC key of " + ec.getParams().getOrder().bitLength() + " bits");
        }
    }

    private static CertPathValidatorException tooWeak(String what) {
        return new CertPathValidatorException(what, null, null, -1, BasicReason.ALGORITHM_CONSTRAINED);
    }
}
