package dev.parley.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A group for the exchange of keys, by its number in the registry of TLS. */
public enum NamedGroup {
    /** A curve of 163 bits. */
    SECT163K1(1, 163),
    /** A curve of 163 bits. */
    SECT163R1(2, 163),
    /** A curve of 163 bits. */
    SECT163R2(3, 163),
    /** A curve of 193 bits. */
    SECT193R1(4, 193),
    /** A curve of 193 bits. */
    SECT193R2(5, 193),
    /** A curve of 233 bits. */
    SECT233K1(6, 233),
    /** A curve of 233 bits. */
    SECT233R1(7, 233),
    /** A curve of 239 bits. */
    SECT239K1(8, 239),
    /** A curve of 283 bits. */
    SECT283K1(9, 283),
    /** A curve of 283 bits. */
    SECT283R1(10, 283),
    /** A curve of 409 bits. */
    SECT409K1(11, 409),
    /** A curve of 409 bits. */
    SECT409R1(12, 409),
    /** A curve of 571 bits. */
    SECT571K1(13, 571),
    /** A curve of 571 bits. */
    SECT571R1(14, 571),
    /** A curve of 160 bits. */
    SECP160K1(15, 160),
    /** A curve of 160 bits. */
    SECP160R1(16, 160),
    /** A curve of 160 bits. */
    SECP160R2(17, 160),
    /** A curve of 192 bits. */
    SECP192K1(18, 192),
    /** A curve of 192 bits. */
    SECP192R1(19, 192),
    /** A curve of 224 bits. */
    SECP224K1(20, 224),
    /** A curve of 224 bits. */
    SECP224R1(21, 224),
    /** The curve of Bitcoin. */
    SECP256K1(22, 256),
    /** P-256. */
    SECP256R1(23, 256),
    /** P-384. */
    SECP384R1(24, 384),
    /** P-521. */
    SECP521R1(25, 521),
    /** A Brainpool curve, in TLS 1.2. */
    BRAINPOOLP256R1(26, 256),
    /** A Brainpool curve, in TLS 1.2. */
    BRAINPOOLP384R1(27, 384),
    /** A Brainpool curve, in TLS 1.2. */
    BRAINPOOLP512R1(28, 512),
    /** Curve25519. */
    X25519(29, 255),
    /** Curve448. */
    X448(30, 448),
    /** A Brainpool curve, in TLS 1.3. */
    BRAINPOOLP256R1TLS13(31, 256),
    /** A Brainpool curve, in TLS 1.3. */
    BRAINPOOLP384R1TLS13(32, 384),
    /** A Brainpool curve, in TLS 1.3. */
    BRAINPOOLP512R1TLS13(33, 512),
    /** Finite field, RFC 7919. */
    FFDHE2048(256, 2048),
    /** Finite field, RFC 7919. */
    FFDHE3072(257, 3072),
    /** Finite field, RFC 7919. */
    FFDHE4096(258, 4096),
    /** Finite field, RFC 7919. */
    FFDHE6144(259, 6144),
    /** Finite field, RFC 7919. */
    FFDHE8192(260, 8192),
    /** P-256 with ML-KEM-768 (RFC 10024). */
    SECP256R1MLKEM768(0x11EB, 256),
    /** Curve25519 with ML-KEM-768 (RFC 10024). */
    X25519MLKEM768(0x11EC, 255),
    /** P-384 with ML-KEM-1024 (RFC 10024). */
    SECP384R1MLKEM1024(0x11ED, 384);

    /** The hybrids that quantum computers do not break (RFC 10024). */
    public static final List<NamedGroup> HYBRIDS = List.of(X25519MLKEM768, SECP256R1MLKEM768, SECP384R1MLKEM1024);

    private final int code;
    private final int bits;

    NamedGroup(int code, int bits) {
        this.code = code;
        this.bits = bits;
    }

    /** Its number on the wire. */
    public int code() {
        return code;
    }

    /** The size of its curve or its prime. */
    public int bits() {
        return bits;
    }

    /** Whether it is a finite field. */
    public boolean isFiniteField() {
        return code >= 256 && code < 512;
    }

    /** Whether it is an elliptic curve and nothing else. */
    public boolean isCurve() {
        return code < 256;
    }

    /** The group of that number. */
    public static Optional<NamedGroup> of(int code) {
        return Arrays.stream(values()).filter(group -> group.code == code).findFirst();
    }

    /** Its name, or its number if it has none here. */
    public static String name(int code) {
        return of(code).map(NamedGroup::toString).orElse("group 0x" + Integer.toHexString(code));
    }

    /** All that TLS 1.3 may use, the hybrids included. */
    public static List<NamedGroup> ofTls13() {
        return Stream.of(values())
                .filter(group -> group.code >= 23 && (group.code < 26 || group.code > 28))
                .toList();
    }

    /** All curves that TLS 1.2 may use. */
    public static List<NamedGroup> curvesOfTls12() {
        return Stream.of(values()).filter(group -> group.code <= 30).toList();
    }

    /** As the registry has it: {@code secp256r1}, {@code X25519MLKEM768}. */
    @Override
    public String toString() {
        return switch (this) {
            case X25519MLKEM768 -> "X25519MLKEM768";
            case SECP256R1MLKEM768 -> "SecP256r1MLKEM768";
            case SECP384R1MLKEM1024 -> "SecP384r1MLKEM1024";
            default -> name().toLowerCase(Locale.ROOT);
        };
    }
}
