package dev.parley.probe;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Optional;

/**
 * Who the client is, for a handshake that is carried to its end.
 *
 * @param key the private key
 * @param chain its certificate first
 */
public record ClientCredentials(PrivateKey key, List<X509Certificate> chain) {
    /** Copies the chain. */
    public ClientCredentials {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key without a certificate");
        }
    }

    List<Octets> encoded() {
        return chain.stream().map(ClientCredentials::encoded).toList();
    }

    private static Octets encoded(X509Certificate certificate) {
        try {
            return Octets.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without an encoding", e);
        }
    }

    /** How it signs, of the schemes that the server takes; empty if none of them fits the key. */
    Optional<SignatureScheme> scheme(List<Integer> taken) {
        return fitting().stream()
                .filter(scheme -> taken.contains(scheme.code()))
                .findFirst();
    }

    private List<SignatureScheme> fitting() {
        if (chain.get(0).getPublicKey() instanceof ECPublicKey curve) {
            return switch (curve.getParams().getOrder().bitLength()) {
                case 256 -> List.of(SignatureScheme.ECDSA_SECP256R1_SHA256);
                case 384 -> List.of(SignatureScheme.ECDSA_SECP384R1_SHA384);
                default -> List.of(SignatureScheme.ECDSA_SECP521R1_SHA512);
            };
        }
        return switch (key.getAlgorithm()) {
            case "RSA" -> List.of(SignatureScheme.RSA_PSS_RSAE_SHA256, SignatureScheme.RSA_PKCS1_SHA256);
            case "EdDSA", "Ed25519" -> List.of(SignatureScheme.ED25519);
            default -> List.of();
        };
    }

    Octets sign(SignatureScheme scheme, byte[] data) throws IOException {
        try {
            Signature signature = Signature.getInstance(algorithm(scheme));
            if (scheme == SignatureScheme.RSA_PSS_RSAE_SHA256) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(key);
            signature.update(data);
            return Octets.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IOException("our key cannot sign: " + e.getMessage(), e);
        }
    }

    private static String algorithm(SignatureScheme scheme) {
        return switch (scheme) {
            case RSA_PSS_RSAE_SHA256 -> "RSASSA-PSS";
            case RSA_PKCS1_SHA256 -> "SHA256withRSA";
            case ECDSA_SECP256R1_SHA256 -> "SHA256withECDSA";
            case ECDSA_SECP384R1_SHA384 -> "SHA384withECDSA";
            case ECDSA_SECP521R1_SHA512 -> "SHA512withECDSA";
            case ED25519 -> "Ed25519";
            default -> throw new IllegalArgumentException("nothing is signed with " + scheme);
        };
    }

    @Override
    public String toString() {
        return chain.get(0).getSubjectX500Principal().getName();
    }
}
