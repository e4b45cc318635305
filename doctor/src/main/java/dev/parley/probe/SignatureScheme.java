package dev.parley.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a peer signs in a handshake, by its number in the registry of TLS. */
public enum SignatureScheme {
    /** RSA with MD5, in TLS 1.2. */
    RSA_PKCS1_MD5(0x0101),
    /** RSA with SHA-1. */
    RSA_PKCS1_SHA1(0x0201),
    /** DSA with SHA-1, in TLS 1.2. */
    DSA_SHA1(0x0202),
    /** ECDSA with SHA-1. */
    ECDSA_SHA1(0x0203),
    /** RSA with SHA-224, in TLS 1.2. */
    RSA_PKCS1_SHA224(0x0301),
    /** ECDSA with SHA-224, in TLS 1.2. */
    ECDSA_SHA224(0x0303),
    /** RSA with SHA-256; in TLS 1.3 in certificates only. */
    RSA_PKCS1_SHA256(0x0401),
    /** DSA with SHA-256, in TLS 1.2. */
    DSA_SHA256(0x0402),
    /** ECDSA with SHA-256, on P-256 in TLS 1.3. */
    ECDSA_SECP256R1_SHA256(0x0403),
    /** RSA with SHA-384; in TLS 1.3 in certificates only. */
    RSA_PKCS1_SHA384(0x0501),
    /** ECDSA with SHA-384, on P-384 in TLS 1.3. */
    ECDSA_SECP384R1_SHA384(0x0503),
    /** RSA with SHA-512; in TLS 1.3 in certificates only. */
    RSA_PKCS1_SHA512(0x0601),
    /** ECDSA with SHA-512, on P-521 in TLS 1.3. */
    ECDSA_SECP521R1_SHA512(0x0603),
    /** RSA-PSS with SHA-256 and an ordinary RSA key. */
    RSA_PSS_RSAE_SHA256(0x0804),
    /** RSA-PSS with SHA-384 and an ordinary RSA key. */
    RSA_PSS_RSAE_SHA384(0x0805),
    /** RSA-PSS with SHA-512 and an ordinary RSA key. */
    RSA_PSS_RSAE_SHA512(0x0806),
    /** Ed25519. */
    ED25519(0x0807),
    /** Ed448. */
    ED448(0x0808),
    /** RSA-PSS with SHA-256 and a key for nothing else. */
    RSA_PSS_PSS_SHA256(0x0809),
    /** RSA-PSS with SHA-384 and a key for nothing else. */
    RSA_PSS_PSS_SHA384(0x080a),
    /** RSA-PSS with SHA-512 and a key for nothing else. */
    RSA_PSS_PSS_SHA512(0x080b);

    private final int code;

    SignatureScheme(int code) {
        this.code = code;
    }

    /** Its number on the wire. */
    public int code() {
        return code;
    }

    /** Whether it signs a digest of MD5 or SHA-1, which RFC 9155 forbids. */
    public boolean isBroken() {
        return code < 0x0300;
    }

    /** Those that are not broken. */
    public static List<SignatureScheme> sound() {
        return Stream.of(values()).filter(scheme -> !scheme.isBroken()).toList();
    }

    /** Those that are. */
    public static List<SignatureScheme> broken() {
        return Stream.of(values()).filter(SignatureScheme::isBroken).toList();
    }

    /** The scheme of that number. */
    public static Optional<SignatureScheme> of(int code) {
        return Arrays.stream(values()).filter(scheme -> scheme.code == code).findFirst();
    }

    /** Its name, or its number if it has none here. */
    public static String name(int code) {
        return of(code).map(SignatureScheme::toString).orElse("signature scheme 0x" + Integer.toHexString(code));
    }

    /** As the registry has it: {@code rsa_pss_rsae_sha256}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
