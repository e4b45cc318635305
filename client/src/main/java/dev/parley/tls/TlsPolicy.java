package dev.parley.tls;

import dev.parley.error.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the client offers in its ClientHello: versions, cipher suites and key exchange groups, each in order of
 * preference. Nothing can be put in that RFC 9325, RFC 9918 or RFC 10015 forbid: no TLS before 1.2, no key exchange
 * without forward secrecy, no finite-field Diffie-Hellman, no CBC. Compression, early data (RFC 9918 section 3) and
 * ALPN (no identifier is registered for NETCONF) are never offered.
 *
 * @param versions the versions; TLS 1.3 is preferred whatever the order
 * @param suites the cipher suites by their IANA names; those of TLS 1.3 and of TLS 1.2 together
 * @param groups the key exchange groups by their IANA names. The JDK provider keeps its own order, which has
 *     {@code x25519} before {@code secp256r1} before {@code secp384r1}; it makes a key of each kind for every TLS 1.3
 *     connection, and takes no ECDSA signature on a curve that is not among the groups
 */
public record TlsPolicy(List<TlsVersion> versions, List<String> suites, List<String> groups) {
    /** The cipher suites of TLS 1.3 (RFC 9846 section 9.1). */
    private static final List<String> SUITES_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** Those of TLS 1.2 that RFC 9325 section 4.2 recommends, the one to propose first in front. */
    private static final List<String> SUITES_1_2 = List.of(
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");

    private static final Set<String> ALLOWED_1_2 = Set.copyOf(Stream.concat(
                    SUITES_1_2.stream(),
                    Stream.of(
                            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"))
            .toList());

    /** The hybrid of X25519 and ML-KEM-768 (RFC 10024). */
    static final String POST_QUANTUM = "X25519MLKEM768";

    private static final List<String> GROUPS = List.of("x25519", "secp256r1", "secp384r1");
    private static final Set<String> ALLOWED_GROUPS =
            Set.of(POST_QUANTUM, "x25519", "secp256r1", "secp384r1", "secp521r1");

    /** TLS 1.3 preferred, TLS 1.2 allowed: for every device that follows RFC 7589 or RFC 9918. The default. */
    public static final TlsPolicy COMPATIBLE = new TlsPolicy(
            List.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2),
            Stream.concat(SUITES_1_3.stream(), SUITES_1_2.stream()).toList(),
            GROUPS);

    /** TLS 1.3 alone. */
    public static final TlsPolicy MODERN = new TlsPolicy(List.of(TlsVersion.TLS_1_3), SUITES_1_3, GROUPS);

    /**
     * Copies the lists and refuses what is unknown, forbidden or contradictory.
     *
     * @throws InputException if a list is empty, holds something twice or something that must not be offered, or if a
     *     version has no suite or a suite no version
     */
    public TlsPolicy {
        versions = distinct("version", versions);
        suites = distinct("cipher suite", suites);
        groups = distinct("group", groups);
        for (String suite : suites) {
            if (!SUITES_1_3.contains(suite) && !ALLOWED_1_2.contains(suite)) {
                throw new InputException(
                        InputException.Reason.BAD_SETTING,
                        "the cipher suite " + suite + " is unknown or must not be offered",
                        "RFC 9325 section 4.2 and RFC 10015 leave TLS 1.3 and ECDHE with AES-GCM or ChaCha20",
                        null);
            }
        }
        for (String group : groups) {
            if (!ALLOWED_GROUPS.contains(group)) {
                throw new InputException(
                        InputException.Reason.BAD_SETTING,
                        "the key exchange group " + group + " is unknown or must not be offered",
                        "known are x25519, secp256r1, secp384r1, secp521r1 and " + POST_QUANTUM,
                        null);
            }
        }
        for (TlsVersion version : TlsVersion.values()) {
            boolean offered = versions.contains(version);
            boolean suited = suites.stream().anyMatch(suite -> versionOf(suite) == version);
            if (offered != suited) {
                throw InputException.of(
                        InputException.Reason.BAD_SETTING,
                        offered
                                ? version.protocol() + " is offered, but none of its cipher suites"
                                : "cipher suites of " + version.protocol() + " are offered, but not the version");
            }
        }
        if (versions.equals(List.of(TlsVersion.TLS_1_2)) && groups.equals(List.of(POST_QUANTUM))) {
            throw InputException.of(
                    InputException.Reason.BAD_SETTING, POST_QUANTUM + " exists in TLS 1.3 only (RFC 10024)");
        }
    }

    /** The same with other versions; suites of versions that are left out go, those of new ones come in. */
    public TlsPolicy withVersions(TlsVersion... chosen) {
        List<TlsVersion> kept = List.of(chosen);
        List<String> fitting = new ArrayList<>();
        for (TlsVersion version : List.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)) {
            if (kept.contains(version)) {
                List<String> present = suites.stream()
                        .filter(suite -> versionOf(suite) == version)
                        .toList();
                fitting.addAll(present.isEmpty() ? (version == TlsVersion.TLS_1_3 ? SUITES_1_3 : SUITES_1_2) : present);
            }
        }
        return new TlsPolicy(kept, fitting, groups);
    }

    /** The same with other cipher suites, by their IANA names, the preferred first. */
    public TlsPolicy withSuites(String... chosen) {
        return new TlsPolicy(versions, List.of(chosen), groups);
    }

    /** The same with other key exchange groups, by their IANA names, the preferred first. */
    public TlsPolicy withGroups(String... chosen) {
        return new TlsPolicy(versions, suites, List.of(chosen));
    }

    /**
     * The same with {@code X25519MLKEM768} (RFC 10024) in front of the groups. It is a choice and no default because it
     * makes the ClientHello longer than one segment, which some old devices and middleboxes never answer. It needs
     * BoringSSL, or JDK 27 and later; without them opening fails with {@code bad-setting} rather than going without.
     */
    public TlsPolicy withPostQuantum() {
        return groups.contains(POST_QUANTUM)
                ? this
                : new TlsPolicy(
                        versions,
                        suites,
                        Stream.concat(Stream.of(POST_QUANTUM), groups.stream()).toList());
    }

    /** Whether TLS 1.3 is offered with a part of its suites only, which BoringSSL cannot do. */
    boolean narrowsTls13() {
        return versions.contains(TlsVersion.TLS_1_3) && !suites.containsAll(SUITES_1_3);
    }

    boolean postQuantum() {
        return groups.contains(POST_QUANTUM);
    }

    String[] protocols() {
        return versions.stream().map(TlsVersion::protocol).toArray(String[]::new);
    }

    private static TlsVersion versionOf(String suite) {
        return SUITES_1_3.contains(suite) ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2;
    }

    private static <T> List<T> distinct(String what, List<T> given) {
        List<T> copy = List.copyOf(given);
        if (copy.isEmpty()) {
            throw InputException.of(InputException.Reason.BAD_SETTING, "the TLS policy has no " + what);
        }
        if (Set.copyOf(copy).size() < copy.size()) {
            throw InputException.of(InputException.Reason.BAD_SETTING, "the TLS policy names a " + what + " twice");
        }
        return copy;
    }
}
