package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.probe.FaultySshServer;
import dev.parley.probe.FaultySshServer.Conduct;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers of SSH with faults that no library of today can be made to have. */
@Timeout(60)
class SshAuditTest {
    private static final String CURVE = "curve25519-sha256";
    private static final String GROUPS = "diffie-hellman-group-exchange-sha256";

    private static AuditReport audit(Conduct conduct) throws IOException {
        try (FaultySshServer server = FaultySshServer.start(conduct)) {
            return Audit.ssh("127.0.0.1", server.port())
                    .withPause(Duration.ZERO)
                    .withTimeout(Duration.ofSeconds(3))
                    .run();
        }
    }

    private static Finding finding(Conduct conduct, Rule rule) throws IOException {
        return audit(conduct).finding(rule).orElseThrow();
    }

    private static Map<String, Integer> keys(int strong, int weak) {
        Map<String, Integer> keys = new LinkedHashMap<>();
        keys.put("rsa-sha2-512", strong);
        keys.put("ssh-rsa", weak);
        return keys;
    }

    /** RFC 8270 section 3. */
    @Test
    void groupExchangeIsJudgedByTheGroupThatTheServerGives() throws IOException {
        Finding small = finding(new Conduct(List.of(GROUPS), keys(3_072, 3_072), 1_024, 0), Rule.SSH_MODULI);
        assertThat(small.isFailed()).isTrue();
        assertThat(small.observed())
                .isEqualTo("asked for a group of 1024 bits or more, the server gave one of 1024 bits");

        Finding large = finding(new Conduct(List.of(GROUPS), keys(3_072, 3_072), 2_048, 2_048), Rule.SSH_MODULI);
        assertThat(large.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(large.observed())
                .isEqualTo("asked for a group of 2048 bits or more, the server gave one of 2048 bits");

        Finding silent = finding(new Conduct(List.of(GROUPS), keys(3_072, 3_072), 2_048, 9_000), Rule.SSH_MODULI);
        assertThat(silent.isNotTestable()).as(silent.toString()).isTrue();
        assertThat(finding(new Conduct(List.of(CURVE), keys(3_072, 3_072), 0, 0), Rule.SSH_MODULI)
                        .observed())
                .isEqualTo("no group exchange is offered");
    }

    @Test
    void hostKeysAreHadByGroupExchangeWhereThereIsNoOther() throws IOException {
        Finding weak = finding(new Conduct(List.of(GROUPS), keys(1_024, 1_024), 2_048, 0), Rule.SSH_HOST_KEY_SIZES);
        assertThat(weak.isFailed()).as(weak.toString()).isTrue();
        assertThat(weak.observed()).isEqualTo("ssh-rsa with 1024 bits");
    }

    @Test
    void aKeyThatIsNotToBeHadDoesNotHideOneThatIsWeak() throws IOException {
        Finding weak = finding(new Conduct(List.of(CURVE), keys(0, 1_024), 0, 0), Rule.SSH_HOST_KEY_SIZES);
        assertThat(weak.isFailed()).as(weak.toString()).isTrue();

        Finding strong = finding(new Conduct(List.of(CURVE), keys(0, 3_072), 0, 0), Rule.SSH_HOST_KEY_SIZES);
        assertThat(strong.isNotTestable()).as(strong.toString()).isTrue();
        assertThat(strong.words()).startsWith("not every host key was to be had: rsa-sha2-512: ");
    }

    /** RFC 9142 section 4: group 14 with SHA-1 MAY be, group 1 SHOULD NOT. */
    @Test
    void group14WithSha1IsLessThanGroup1() throws IOException {
        Conduct both = new Conduct(
                List.of("diffie-hellman-group14-sha1", "diffie-hellman-group1-sha1"), keys(3_072, 3_072), 0, 0);
        assertThat(finding(both, Rule.SSH_EXCHANGES).observed()).isEqualTo("diffie-hellman-group1-sha1");
        Finding other = finding(both, Rule.SSH_GROUP14_SHA1);
        assertThat(other.observed()).isEqualTo("diffie-hellman-group14-sha1");
        assertThat(other.severity()).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void marksAreNoKeyExchanges() throws IOException {
        Conduct strict =
                new Conduct(List.of(CURVE, "ext-info-s", "kex-strict-s-v00@openssh.com"), keys(3_072, 3_072), 0, 0);
        assertThat(finding(strict, Rule.SSH_EXCHANGES).observed()).isEqualTo(CURVE);
        assertThat(finding(strict, Rule.SSH_QUANTUM).observed()).isEqualTo("key exchanges: " + CURVE);
    }

    /** The sshd of OpenSSH 10.0 offers no finite-field Diffie-Hellman unless it is told to. */
    @Test
    void theDefaultsAreThoseOfOneRelease() throws IOException {
        Conduct older =
                new Conduct(List.of(CURVE, "diffie-hellman-group16-sha512", GROUPS), keys(3_072, 3_072), 4_096, 0);
        assertThat(finding(older, Rule.SSH_DEFAULTS).observed())
                .isEqualTo("diffie-hellman-group16-sha512, " + GROUPS + ", ssh-rsa");
    }

    // ---- each fault on a server that is good otherwise

    private static Conduct good(String... more) {
        List<String> exchanges =
                new ArrayList<>(List.of("mlkem768x25519-sha256", CURVE, "kex-strict-s-v00@openssh.com"));
        exchanges.addAll(List.of(more));
        return new Conduct(exchanges, Map.of("rsa-sha2-512", 3_072), 1_024, 0);
    }

    private static void expect(Conduct conduct, Rule... faults) throws IOException {
        AuditReport report = audit(conduct);
        Set<Rule> expected = EnumSet.noneOf(Rule.class);
        expected.addAll(List.of(faults));
        assertThat(AuditedServer.broken(report)).as(AuditedServer.words(report)).isEqualTo(expected);
    }

    @Test
    void aGoodServerBreaksNothing() throws IOException {
        expect(good());
    }

    @Test
    void sshOneIsSpokenToo() throws IOException {
        expect(good().called("SSH-1.99-Faulty"), Rule.SSH_VERSION);
    }

    @Test
    void weakGroups() throws IOException {
        expect(good("diffie-hellman-group14-sha1", GROUPS), Rule.SSH_GROUP14_SHA1, Rule.SSH_MODULI, Rule.SSH_DEFAULTS);
    }

    @Test
    void weakHostKeys() throws IOException {
        Conduct good = good();
        expect(new Conduct(good.exchanges(), Map.of("rsa-sha2-256", 1_024), 0, 0), Rule.SSH_HOST_KEY_SIZES);
        expect(
                new Conduct(good.exchanges(), Map.of("ssh-dss", 1_024), 0, 0),
                Rule.SSH_HOST_KEY_SIGNATURES,
                Rule.SSH_HOST_KEY_SIZES,
                Rule.SSH_DEFAULTS);
    }

    /** CVE-2023-48795: the cipher alone is no fault, nor is a key exchange that is not strict. */
    @Test
    void packetsCanBeLeftOut() throws IOException {
        Conduct good = good();
        Conduct lax = new Conduct(List.of("mlkem768x25519-sha256", CURVE), good.keys(), 0, 0);
        expect(lax.enciphering("chacha20-poly1305@openssh.com"), Rule.SSH_STRICT);
        expect(good.enciphering("chacha20-poly1305@openssh.com"));
        expect(lax);
    }

    @Test
    void whatNistDoesNotApprove() throws IOException {
        Conduct mixed = new Conduct(List.of("ecdh-sha2-nistp256"), Map.of("rsa-sha2-512", 3_072), 0, 0)
                .enciphering("aes256-ctr", "chacha20-poly1305@openssh.com");
        try (FaultySshServer server = FaultySshServer.start(mixed)) {
            AuditReport report = Audit.ssh("127.0.0.1", server.port())
                    .withProfile(Profile.NIST)
                    .withPause(Duration.ZERO)
                    .run();

            assertThat(AuditedServer.broken(report)).contains(Rule.SSH_NIST_ALGORITHMS);
            assertThat(report.finding(Rule.SSH_NIST_ALGORITHMS).orElseThrow().observed())
                    .isEqualTo("chacha20-poly1305@openssh.com");
        }
    }
}
