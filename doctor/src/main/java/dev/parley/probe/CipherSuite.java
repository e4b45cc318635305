package dev.parley.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A cipher suite. What it is made of is read off its name in the registry of TLS, which says it all.
 *
 * @param code its number on the wire
 * @param name its name in the registry, or its number for one that has none here
 */
public record CipherSuite(int code, String name) {
    private static final String RESOURCE = "cipher-suites.txt";
    private static final List<CipherSuite> ALL = read();
    private static final Map<Integer, CipherSuite> BY_CODE =
            ALL.stream().collect(Collectors.toMap(CipherSuite::code, Function.identity()));

    /** How the key is agreed on. */
    public enum Exchange {
        /** Ephemeral Diffie-Hellman on a curve. */
        ECDHE,
        /** Ephemeral Diffie-Hellman in a finite field. */
        DHE,
        /** Encrypted with the server's RSA key. */
        RSA,
        /** Diffie-Hellman with the curve key of the certificate. */
        ECDH,
        /** Diffie-Hellman with the finite-field key of the certificate. */
        DH,
        /** A key that both have already, and nothing else. */
        PSK,
        /** Another. */
        OTHER,
        /** As TLS 1.3 has it, apart from the suite. */
        TLS_1_3
    }

    /** All that are known, in the order of their numbers. */
    public static List<CipherSuite> all() {
        return ALL;
    }

    /** Those of TLS 1.3. */
    public static List<CipherSuite> ofTls13() {
        return ALL.stream().filter(CipherSuite::isTls13).toList();
    }

    /** Those of TLS 1.2 and before. */
    public static List<CipherSuite> ofTls12() {
        return ALL.stream().filter(suite -> !suite.isTls13()).toList();
    }

    /** The suite of that number. */
    public static CipherSuite of(int code) {
        return BY_CODE.getOrDefault(
                code,
                new CipherSuite(code, "0x" + HexFormat.of().withUpperCase().toHexDigits((short) code)));
    }

    /** The suite of that name, which must be known. */
    public static CipherSuite named(String name) {
        return ALL.stream()
                .filter(suite -> suite.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no cipher suite " + name));
    }

    /** Whether it is one of TLS 1.3. */
    public boolean isTls13() {
        return !name.contains("_WITH_");
    }

    /** How the key is agreed on. */
    public Exchange exchange() {
        if (isTls13()) {
            return Exchange.TLS_1_3;
        }
        if (name.startsWith("TLS_ECDHE_")) {
            return Exchange.ECDHE;
        }
        if (name.startsWith("TLS_DHE_")) {
            return Exchange.DHE;
        }
        if (name.startsWith("TLS_ECDH_")) {
            return isAnonymous() ? Exchange.ECDHE : Exchange.ECDH;
        }
        if (name.startsWith("TLS_DH_")) {
            return isAnonymous() ? Exchange.DHE : Exchange.DH;
        }
        if (name.startsWith("TLS_RSA_")) {
            return Exchange.RSA;
        }
        return name.startsWith("TLS_PSK_") ? Exchange.PSK : Exchange.OTHER;
    }

    /** Whether nobody shows who they are. */
    public boolean isAnonymous() {
        return name.contains("_anon_");
    }

    /** Whether the server shows a certificate. */
    public boolean hasCertificate() {
        return !isAnonymous() && !name.contains("PSK_") && exchange() != Exchange.OTHER;
    }

    /** Whether nothing is encrypted. */
    public boolean isWithoutEncryption() {
        return name.contains("_NULL_") || name.equals("TLS_SHA256_SHA256") || name.equals("TLS_SHA384_SHA384");
    }

    /** Whether it encrypts with RC4. */
    public boolean isRc4() {
        return name.contains("_RC4_");
    }

    /** Whether an attack takes fewer than 2^112 steps: made for export, DES, RC2. */
    public boolean isBelow112Bits() {
        return name.contains("_EXPORT")
                || name.contains("_DES_CBC_")
                || name.contains("_DES40_")
                || name.contains("_RC2_")
                || name.contains("_40_")
                || name.contains("_56_");
    }

    /** Whether it encrypts with triple DES, whose strength is 112 bits. */
    public boolean isTripleDes() {
        return name.contains("_3DES_");
    }

    /** Whether it chains blocks. */
    public boolean isCbc() {
        return name.contains("_CBC_");
    }

    /** Whether its cipher authenticates what it encrypts. */
    public boolean isAead() {
        return name.contains("_GCM_") || name.contains("_CCM") || name.contains("_POLY1305_") || name.contains("_OCB");
    }

    /** Whether SP 800-52r2 section 3.3.1 lists it. */
    public boolean isNist() {
        if (isTls13()) {
            return name.startsWith("TLS_AES_");
        }
        boolean exchanged = switch (exchange()) {
            case ECDHE, DHE, ECDH, DH -> true;
            case RSA, PSK, OTHER, TLS_1_3 -> false;
        };
        return exchanged && hasCertificate() && name.contains("_AES_");
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }

    private static List<CipherSuite> read() {
        try (InputStream in = Objects.requireNonNull(CipherSuite.class.getResourceAsStream(RESOURCE), RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .map(line -> new CipherSuite(Integer.parseInt(line.substring(0, 4), 16), line.substring(5)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }
}
