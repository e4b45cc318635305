package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A ClientHello that offers what it is told to, whether anybody should or not (RFC 5246 section 7.4.1.2, RFC 9846 section
 * 4.2.2). Immutable; each {@code with…} makes another one.
 */
public final class ClientHello {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int version;
    private final Octets random;
    private final Octets sessionId;
    private final List<CipherSuite> suites;
    private final List<Integer> compressions;
    private final Map<Integer, Octets> extensions;

    /**
     * A public key for a group.
     *
     * @param group the group's number
     * @param key the key as it is sent
     */
    public record KeyShare(int group, Octets key) {}

    private ClientHello(
            int version,
            Octets random,
            Octets sessionId,
            List<CipherSuite> suites,
            List<Integer> compressions,
            Map<Integer, Octets> extensions) {
        this.version = version;
        this.random = random;
        this.sessionId = sessionId;
        this.suites = List.copyOf(suites);
        this.compressions = List.copyOf(compressions);
        this.extensions = new LinkedHashMap<>(extensions);
    }

    /** A hello of SSL 3.0 to TLS 1.2 with these suites and without any extension. */
    public static ClientHello bare(WireVersion version, List<CipherSuite> suites) {
        return new ClientHello(version.code(), random(32), Octets.NONE, suites, List.of(0), Map.of());
    }

    /**
     * A hello of SSL 3.0 to TLS 1.2 with these suites and what servers expect with them: groups, points, secure
     * renegotiation, and from TLS 1.2 on every signature scheme.
     */
    public static ClientHello of(WireVersion version, List<CipherSuite> suites) {
        ClientHello hello = bare(version, suites);
        if (version == WireVersion.SSL_3) {
            return hello;
        }
        hello = hello.withGroups(NamedGroup.curvesOfTls12())
                .withExtension(Extensions.EC_POINT_FORMATS, Octets.ofHex("0100"))
                .withExtension(Extensions.RENEGOTIATION_INFO, Octets.ofHex("00"))
                .withExtension(Extensions.EXTENDED_MASTER_SECRET, Octets.NONE);
        return version == WireVersion.TLS_1_2 ? hello.withSchemes(List.of(SignatureScheme.values())) : hello;
    }

    /** A hello of TLS 1.3 alone, with these suites and groups, and no share for any of them. */
    public static ClientHello ofTls13(List<CipherSuite> suites, List<NamedGroup> groups) {
        return new ClientHello(WireVersion.TLS_1_2.code(), random(32), random(32), suites, List.of(0), Map.of())
                .withVersions(WireVersion.TLS_1_3)
                .withGroups(groups)
                .withSchemes(SignatureScheme.sound())
                .withShares(List.of());
    }

    private static Octets random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Octets.of(bytes);
    }

    /** With these versions in the extension that TLS 1.3 brought; the first is preferred. */
    public ClientHello withVersions(WireVersion... versions) {
        return withExtension(Extensions.SUPPORTED_VERSIONS, new WireWriter().vector(1, out -> {
                    for (WireVersion each : versions) {
                        out.u16(each.code());
                    }
                }));
    }

    /** With these suites instead. */
    public ClientHello withSuites(List<CipherSuite> others) {
        return new ClientHello(version, random, sessionId, others, compressions, extensions);
    }

    /** With these groups instead. */
    public ClientHello withGroups(List<NamedGroup> groups) {
        return withExtension(
                Extensions.SUPPORTED_GROUPS,
                new WireWriter().vector(2, out -> groups.forEach(group -> out.u16(group.code()))));
    }

    /** With these signature schemes instead. */
    public ClientHello withSchemes(List<SignatureScheme> schemes) {
        return withExtension(
                Extensions.SIGNATURE_ALGORITHMS,
                new WireWriter().vector(2, out -> schemes.forEach(scheme -> out.u16(scheme.code()))));
    }

    /** With these public keys instead. */
    public ClientHello withShares(List<KeyShare> shares) {
        return withExtension(
                Extensions.KEY_SHARE,
                new WireWriter()
                        .vector(
                                2,
                                out -> shares.forEach(
                                        share -> out.u16(share.group()).vector(2, key -> key.bytes(share.key())))));
    }

    /** With these compression methods instead: 0 is none, 1 is DEFLATE. */
    public ClientHello withCompressions(Integer... methods) {
        return new ClientHello(version, random, sessionId, suites, List.of(methods), extensions);
    }

    /** With the name of the server that is asked for (RFC 6066 section 3). */
    public ClientHello withServerName(String name) {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        return withExtension(
                Extensions.SERVER_NAME,
                new WireWriter().vector(2, list -> list.u8(0).vector(2, out -> out.bytes(ascii))));
    }

    /** With these protocols above TLS (RFC 7301). */
    public ClientHello withProtocols(String... names) {
        return withExtension(Extensions.ALPN, new WireWriter().vector(2, list -> {
                    for (String name : names) {
                        list.vector(1, out -> out.bytes(name.getBytes(StandardCharsets.US_ASCII)));
                    }
                }));
    }

    /** With the wish for a stapled OCSP response (RFC 6066 section 8). */
    public ClientHello withStatusRequest() {
        return withExtension(Extensions.STATUS_REQUEST, Octets.ofHex("0100000000"));
    }

    /** With an extension, instead of an earlier one of that number or behind all others. */
    public ClientHello withExtension(int number, Octets content) {
        Map<Integer, Octets> more = new LinkedHashMap<>(extensions);
        more.put(number, content);
        return new ClientHello(version, random, sessionId, suites, compressions, more);
    }

    private ClientHello withExtension(int number, WireWriter content) {
        return withExtension(number, content.toOctets());
    }

    /** Without an extension. */
    public ClientHello without(int number) {
        Map<Integer, Octets> fewer = new LinkedHashMap<>(extensions);
        fewer.remove(number);
        return new ClientHello(version, random, sessionId, suites, compressions, fewer);
    }

    /** The same with another random number, for a handshake of its own. */
    public ClientHello fresh() {
        return new ClientHello(version, random(32), sessionId, suites, compressions, extensions);
    }

    /** The version in its old place. */
    public int version() {
        return version;
    }

    /** The random number. */
    public Octets random() {
        return random;
    }

    /** The suites. */
    public List<CipherSuite> suites() {
        return suites;
    }

    /** Whether TLS 1.3 is offered. */
    public boolean offersTls13() {
        return extensions.containsKey(Extensions.SUPPORTED_VERSIONS);
    }

    /** The handshake message. */
    public Octets message() {
        byte[] body = body();
        return new WireWriter()
                .u8(ServerMessage.CLIENT_HELLO)
                .vector(3, out -> out.bytes(body))
                .toOctets();
    }

    private byte[] body() {
        WireWriter out = new WireWriter()
                .u16(version)
                .bytes(random)
                .vector(1, id -> id.bytes(sessionId))
                .vector(2, list -> suites.forEach(suite -> list.u16(suite.code())))
                .vector(1, list -> compressions.forEach(list::u8));
        if (!extensions.isEmpty()) {
            out.vector(
                    2,
                    list -> extensions.forEach(
                            (number, content) -> list.u16(number).vector(2, data -> data.bytes(content))));
        }
        return out.toBytes();
    }
}
