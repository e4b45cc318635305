package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.OpenException.Reason;
import dev.parley.simulator.ssh.HostKeys.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.OpenSshCertificate;

/** known_hosts files as sshd(8) describes them: names, patterns, hashes, authorities and what is revoked. */
class KnownHostsTest {
    private static final Path FILE = Path.of("known_hosts");
    private static final KeyPair KEY = dev.parley.simulator.ssh.HostKeys.newPair(Kind.ED25519);
    private static final KeyPair OTHER = dev.parley.simulator.ssh.HostKeys.newPair(Kind.ED25519);
    private static final KeyPair RSA = dev.parley.simulator.ssh.HostKeys.newPair(Kind.RSA);
    private static final KeyPair AUTHORITY = dev.parley.simulator.ssh.HostKeys.newPair(Kind.ECDSA);
    private static final List<String> ALGORITHMS = List.of(
            "ssh-ed25519-cert-v01@openssh.com",
            "rsa-sha2-512-cert-v01@openssh.com",
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "rsa-sha2-512",
            "rsa-sha2-256");

    private static String text(KeyPair key) {
        return dev.parley.simulator.ssh.HostKeys.line(key.getPublic());
    }

    private static KnownHosts file(String... lines) {
        List<KnownHostLine> parsed = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            KnownHostLine.parse(FILE, i + 1, lines[i]).ifPresent(parsed::add);
        }
        return new KnownHosts(parsed);
    }

    private static HostKeyCheck check(String host, int port, String... lines) {
        return new KnownHostsCheck(host, port, file(lines), null);
    }

    /** Empty if the key is believed. */
    private static Optional<Reason> refusal(HostKeyCheck check, PublicKey key) {
        try {
            check.check(key);
            return Optional.empty();
        } catch (HostKeyRefused e) {
            return Optional.of(e.failure().reason());
        }
    }

    private static String hashed(String name, byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(salt, "HmacSHA1"));
            Base64.Encoder base64 = Base64.getEncoder();
            return "|1|" + base64.encodeToString(salt) + "|"
                    + base64.encodeToString(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    // ---- names

    @Provide
    Arbitrary<String> hosts() {
        Arbitrary<String> label = Arbitraries.strings()
                .withCharRange('a', 'e')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(4);
        return label.list().ofMinSize(1).ofMaxSize(3).map(labels -> String.join(".", labels));
    }

    @Provide
    Arbitrary<byte[]> salts() {
        return Arbitraries.bytes().array(byte[].class).ofSize(20);
    }

    @Property
    void aHashedNameIsThatOfItsHostAndPortOnly(
            @ForAll("hosts") String host,
            @ForAll("hosts") String other,
            @ForAll @IntRange(min = 1, max = 65_535) int port,
            @ForAll("salts") byte[] salt) {
        String name = KnownHostLine.name(host, port);
        HostKeyCheck known = check(host, port, hashed(name, salt) + " " + text(KEY));

        assertThat(refusal(known, KEY.getPublic())).isEmpty();
        assertThat(refusal(known, OTHER.getPublic())).contains(Reason.HOST_KEY_CHANGED);
        if (!other.equals(host)) {
            assertThat(refusal(check(other, port, hashed(name, salt) + " " + text(KEY)), KEY.getPublic()))
                    .contains(Reason.HOST_KEY_UNKNOWN);
        }
        if (port != 830) {
            assertThat(refusal(check(host, 830, hashed(name, salt) + " " + text(KEY)), KEY.getPublic()))
                    // without a port it counts for all of them, as for OpenSSH
                    .isEqualTo(port == 22 ? Optional.empty() : Optional.of(Reason.HOST_KEY_UNKNOWN));
        }
    }

    /** Patterns over the letters of hosts, in which anything may stand for anything. */
    @Provide
    Arbitrary<List<String>> patterns() {
        Arbitrary<String> pattern =
                Arbitraries.strings().withChars("abc.*?").ofMinLength(1).ofMaxLength(8);
        return Combinators.combine(pattern, Arbitraries.of("", "", "!"))
                .as((text, mark) -> mark + text)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Property(tries = 3_000)
    void patternsMatchWhatTheirRegularExpressionMatches(
            @ForAll("hosts") String host, @ForAll("patterns") List<String> patterns) {
        boolean any = false;
        boolean none = false;
        for (String pattern : patterns) {
            boolean negated = pattern.startsWith("!");
            boolean matches = Pattern.matches(
                    (negated ? pattern.substring(1) : pattern)
                            .replace(".", "\\.")
                            .replace("*", ".*")
                            .replace("?", "."),
                    host);
            any |= matches && !negated;
            none |= matches && negated;
        }

        assertThat(KnownHostLine.parse(FILE, 1, String.join(",", patterns) + " " + text(KEY))
                        .orElseThrow()
                        .matches(host))
                .isEqualTo(any && !none);
    }

    @Property
    void upperCaseIsNoDifference(@ForAll("hosts") String host) {
        assertThat(refusal(
                        check(host.toUpperCase(Locale.ROOT), 830, "[" + host + "]:830 " + text(KEY)), KEY.getPublic()))
                .isEmpty();
    }

    @Property
    void whateverStandsInAFileIsReadWithoutAnError(@ForAll String line) {
        KnownHostLine.parse(FILE, 1, line).ifPresent(parsed -> parsed.matches("pe1"));
        KnownHostLine.parse(FILE, 1, "|1|" + line + " ssh-ed25519 AAAA").ifPresent(parsed -> parsed.matches("pe1"));
    }

    @Example
    void aPatternCountsForEveryPort() {
        assertThat(refusal(check("pe1.lab", 830, "*.lab " + text(KEY)), KEY.getPublic()))
                .isEmpty();
        assertThat(refusal(check("pe1.lab", 830, "* " + text(KEY)), KEY.getPublic()))
                .isEmpty();
    }

    @Example
    void commentsAndLinesOfOtherKindsArePassedOver() {
        assertThat(file("", "# pe1 " + text(KEY), "pe1", "@unknown pe1 " + text(KEY), "pe1 ssh-ed25519 !!!")
                        .lines())
                .isEmpty();
    }

    // ---- several keys

    @Example
    void aHostMayHaveSeveralKeysOfOneType() {
        HostKeyCheck known = check("pe1", 22, "pe1 " + text(KEY), "pe1 " + text(OTHER));

        assertThat(refusal(known, KEY.getPublic())).isEmpty();
        assertThat(refusal(known, OTHER.getPublic())).isEmpty();
        assertThat(refusal(known, RSA.getPublic())).contains(Reason.HOST_KEY_CHANGED);
    }

    @Example
    void knownTypesAreAskedForFirst() {
        assertThat(check("pe1", 830, "[pe1]:830 " + text(RSA)).inOrder(ALGORITHMS))
                .containsExactly("rsa-sha2-512", "rsa-sha2-256", "ssh-ed25519", "ecdsa-sha2-nistp256");
        assertThat(check("pe1", 830).inOrder(ALGORITHMS))
                .containsExactly("ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256");
        assertThat(check("pe1", 830, "@cert-authority * " + text(AUTHORITY)).inOrder(ALGORITHMS))
                .startsWith("ssh-ed25519-cert-v01@openssh.com", "rsa-sha2-512-cert-v01@openssh.com");
    }

    // A key that is known for the host on port 22 is believed on another port, but another one is no change there.
    @Example
    void aLineWithoutAPortIsTheLastResort() {
        assertThat(refusal(check("pe1", 830, "pe1 " + text(KEY)), KEY.getPublic()))
                .isEmpty();
        assertThat(refusal(check("pe1", 830, "pe1 " + text(KEY)), OTHER.getPublic()))
                .contains(Reason.HOST_KEY_UNKNOWN);
        assertThat(refusal(check("pe1", 830, "pe1 " + text(KEY), "[pe1]:830 " + text(OTHER)), KEY.getPublic()))
                .contains(Reason.HOST_KEY_CHANGED);
        assertThat(refusal(check("pe1", 22, "[pe1]:830 " + text(KEY)), KEY.getPublic()))
                .contains(Reason.HOST_KEY_UNKNOWN);
    }

    // ---- authorities, and what is revoked

    private static OpenSshCertificate certificate(KeyPair key, KeyPair authority) {
        try {
            return OpenSshCertificateBuilder.hostCertificate()
                    .id("pe1")
                    .serial(1)
                    .publicKey(key.getPublic())
                    .principals(List.of("pe1"))
                    .validAfter(Instant.now().minusSeconds(60))
                    .validBefore(Instant.now().plusSeconds(60))
                    .sign(authority);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Example
    void aCertificateIsBelievedIfItsAuthorityIs() {
        OpenSshCertificate certificate = certificate(KEY, AUTHORITY);

        assertThat(refusal(check("pe1", 830, "@cert-authority * " + text(AUTHORITY)), certificate))
                .isEmpty();
        assertThat(refusal(check("pe1", 830, "@cert-authority *,!pe1,![pe1]:830 " + text(AUTHORITY)), certificate))
                .contains(Reason.HOST_KEY_UNKNOWN);
        assertThat(refusal(check("pe1", 830, "@cert-authority * " + text(OTHER)), certificate))
                .contains(Reason.HOST_KEY_UNKNOWN);
        assertThat(refusal(check("pe1", 830, "* " + text(AUTHORITY)), certificate))
                .contains(Reason.HOST_KEY_CHANGED);
    }

    @Example
    void anAuthorityIsNoHost() {
        assertThat(refusal(check("pe1", 830, "@cert-authority * " + text(KEY)), KEY.getPublic()))
                .contains(Reason.HOST_KEY_UNKNOWN);
    }

    @Example
    void whatIsRevokedIsRefusedHoweverItIsKnown() {
        String revoked = "@revoked * " + text(KEY);
        OpenSshCertificate certificate = certificate(KEY, AUTHORITY);

        assertThat(refusal(check("pe1", 830, "[pe1]:830 " + text(KEY), revoked), KEY.getPublic()))
                .contains(Reason.HOST_KEY_REVOKED);
        assertThat(refusal(check("pe1", 830, "@cert-authority * " + text(AUTHORITY), revoked), certificate))
                .contains(Reason.HOST_KEY_REVOKED);
        assertThat(refusal(
                        check("pe1", 830, "@cert-authority * " + text(AUTHORITY), "@revoked pe1 " + text(AUTHORITY)),
                        certificate))
                .contains(Reason.HOST_KEY_REVOKED);
        assertThat(refusal(check("pe2", 830, "@revoked pe1 " + text(KEY), "[pe2]:830 " + text(KEY)), KEY.getPublic()))
                .isEmpty();
    }

    // ---- files

    @Example
    void severalFilesCountTogether() throws Exception {
        Path first = Files.createTempFile("known", "hosts");
        Path second = Files.createTempFile("known", "hosts");
        try {
            Files.writeString(first, "pe1 " + text(KEY) + "\n");
            Files.writeString(second, "\npe1 " + text(RSA) + "\n");
            HostKeyCheck known = HostKeys.knownHosts(first, second).of("pe1", 22);

            assertThat(Stream.of(KEY, RSA)).allSatisfy(key -> known.check(key.getPublic()));
            assertThatThrownBy(() -> known.check(OTHER.getPublic()))
                    .hasMessageContaining(first + " line 1")
                    .hasMessageContaining(second + " line 2");
        } finally {
            Files.delete(first);
            Files.delete(second);
        }
    }

    @Property(tries = 50)
    void whatIsLearnedIsKnown(@ForAll("hosts") String host, @ForAll @IntRange(min = 1, max = 65_535) int port)
            throws Exception {
        Path folder = Files.createTempDirectory("learned");
        Path file = folder.resolve("known_hosts");
        try {
            HostKeys trust = HostKeys.trustOnFirstUse(file);
            trust.of(host, port).check(KEY.getPublic());

            assertThat(refusal(HostKeys.knownHosts(file).of(host, port), KEY.getPublic()))
                    .isEmpty();
            assertThat(refusal(trust.of(host, port), OTHER.getPublic())).contains(Reason.HOST_KEY_CHANGED);
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }
}
