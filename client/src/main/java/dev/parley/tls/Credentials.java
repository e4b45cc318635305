package dev.parley.tls;

import dev.parley.error.InputException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A private key and the certificates that speak for it: the one of the key first, then each one's issuer. Equal if the
 * certificates are, since they determine the key.
 *
 * @param key the private key
 * @param chain the certificates in the order that TLS sends them
 * @param id a digest of the certificates
 */
record Credentials(PrivateKey key, List<X509Certificate> chain, String id) {

    /**
     * Finds the certificate of the key among those given, whatever their order, and puts its issuers behind it.
     * Certificates that do not belong to the path are left out.
     *
     * @param source where they come from, for errors
     */
    static Credentials of(PrivateKey key, List<X509Certificate> certificates, String source) {
        X509Certificate leaf = certificates.stream()
                .filter(certificate -> belongTogether(key, certificate.getPublicKey(), source))
                .findFirst()
                .orElseThrow(() -> mismatch(key, certificates, source));
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
        Optional<X509Certificate> next = issuerOf(leaf, certificates, chain);
        while (next.isPresent()) {
            chain.add(next.get());
            next = issuerOf(next.get(), certificates, chain);
        }
        return new Credentials(key, List.copyOf(chain), idOf(chain));
    }

    /** When the first of the certificates expires. */
    Instant notAfter() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** A digest over certificates in their order. */
    static String idOf(List<X509Certificate> certificates) {
        MessageDigest digest = Fingerprint.sha256();
        certificates.forEach(certificate -> digest.update(
                HexFormat.of().parseHex(Fingerprint.of(certificate).hex())));
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Credentials credentials && id.equals(credentials.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** The certificates and what kind of key, but nothing of the key. */
    @Override
    public String toString() {
        return chain.get(0).getSubjectX500Principal().getName() + " (" + key.getAlgorithm() + ")";
    }

    private static Optional<X509Certificate> issuerOf(
            X509Certificate certificate, List<X509Certificate> candidates, List<X509Certificate> already) {
        return candidates.stream()
                .filter(candidate -> !already.contains(candidate))
                .filter(candidate -> isIssuedBy(certificate, candidate))
                .findFirst();
    }

    /** Whether the key of {@code issuer} signed the certificate. */
    static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
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

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey, String source) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default ->
                throw InputException.of(
                        InputException.Reason.BAD_KEY,
                        source + ": a key of " + key.getAlgorithm() + " cannot be used; RSA, EC or EdDSA can");
        };
        if (!publicKey.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        byte[] sample = {'p', 'a', 'r', 'l', 'e', 'y'};
        byte[] signed;
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(sample);
            signed = signer.sign();
        } catch (GeneralSecurityException e) {
            throw new InputException(
                    InputException.Reason.BAD_KEY,
                    source + ": the private key cannot sign: " + e.getMessage(),
                    null,
                    e);
        }
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(sample);
            return verifier.verify(signed);
        } catch (GeneralSecurityException notByThisKey) {
            return false;
        }
    }

    private static InputException mismatch(PrivateKey key, List<X509Certificate> certificates, String source) {
        String subjects = certificates.stream()
                .map(certificate -> certificate.getSubjectX500Principal().getName() + " ("
                        + certificate.getPublicKey().getAlgorithm() + ")")
                .collect(Collectors.joining("; "));
        return new InputException(
                InputException.Reason.KEY_MISMATCH,
                source + ": the private key (" + key.getAlgorithm() + ") belongs to none of the certificates: "
                        + subjects,
                "compare what these print: openssl pkey -pubout -in KEY; openssl x509 -noout -pubkey -in CERTIFICATE",
                null);
    }
}
