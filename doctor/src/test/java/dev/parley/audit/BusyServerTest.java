package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.audit.TestPki.Issued;
import dev.parley.audit.TestPki.Spec;
import dev.parley.device.Device;
import dev.parley.error.OpenException;
import dev.parley.probe.Extensions;
import dev.parley.probe.FaultyServer;
import dev.parley.probe.FaultyServer.Conduct;
import dev.parley.probe.Octets;
import dev.parley.probe.WireVersion;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsTrust;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits, bans and penalties close connections as refusals do; a device is never called safe because it was busy. */
@Timeout(120)
class BusyServerTest {
    private static final TestPki PKI = TestPki.create();
    private static Set<Rule> broken = Set.of();
    private static Set<Rule> kept = Set.of();

    /** As bad as they come. */
    private static Conduct bad() {
        List<Octets> chain = new ArrayList<>();
        Issued server = PKI.issue(Spec.server());
        try {
            chain.add(Octets.of(server.certificate().getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
        return new Conduct()
                .chain(chain)
                .versions(
                        WireVersion.SSL_3,
                        WireVersion.TLS_1_0,
                        WireVersion.TLS_1_1,
                        WireVersion.TLS_1_2,
                        WireVersion.TLS_1_3)
                .suites(
                        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
                        "TLS_RSA_WITH_RC4_128_MD5",
                        "TLS_RSA_WITH_NULL_SHA",
                        "TLS_RSA_WITH_DES_CBC_SHA",
                        "TLS_RSA_WITH_3DES_EDE_CBC_SHA")
                .signingWithSha1()
                .compressing(1)
                .echoing(Extensions.TRUNCATED_HMAC, "")
                .clientTypes()
                .tickets(604_801, 16_384)
                .resumingByKeyAlone();
    }

    private static AuditReport audit(int port) {
        Tls tls = Tls.trusting(TlsTrust.authorities(List.of(PKI.root())));
        return Audit.of(Device.tls("localhost", port, tls))
                .withPause(Duration.ZERO)
                .withTimeout(Duration.ofSeconds(3))
                .withPatience(Duration.ofMillis(100))
                .run();
    }

    private static Set<Rule> passed(AuditReport report) {
        return report.findings().stream()
                .filter(finding -> finding.outcome() == Outcome.PASSED)
                .map(Finding::rule)
                .collect(Collectors.toSet());
    }

    @BeforeAll
    static void whatIsTrue() throws IOException {
        try (FaultyServer server = FaultyServer.start(bad())) {
            AuditReport report = audit(server.port());
            broken = AuditedServer.broken(report);
            kept = passed(report);
        }
        assertThat(broken).contains(Rule.SSL_3, Rule.RC4_SUITES, Rule.CERTIFICATE_REQUEST, Rule.NOBODY_LET_IN);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7, 12, 20, 30, 45})
    void nothingIsKeptBecauseTheDoorWasShut(int after) throws IOException {
        try (FaultyServer server = FaultyServer.start(bad());
                Gate gate = Gate.before(server.port(), number -> number <= after)) {
            AuditReport report = audit(gate.port());

            assertThat(kept).as(AuditedServer.words(report)).containsAll(passed(report));
            assertThat(passed(report)).doesNotContain(Rule.PLAINTEXT);
            assertThat(broken).containsAll(AuditedServer.broken(report));
            assertThat(report.notTestable().stream().map(Finding::words))
                    .as(AuditedServer.words(report))
                    .anyMatch(words -> words.contains("has closed every connection without a word since"));
            assertThat(gate.taken())
                    .as("a server that takes nobody is left alone")
                    .isLessThan(after + 20);
        }
    }

    /** As sshd and others do that drop some when they are busy. */
    @ParameterizedTest
    @ValueSource(ints = {3, 5, 11})
    void nothingIsKeptBecauseSomeConnectionsAreDropped(int each) throws IOException {
        try (FaultyServer server = FaultyServer.start(bad());
                Gate gate = Gate.before(server.port(), number -> number % each != 0)) {
            AuditReport report = audit(gate.port());
            assertThat(kept).as(AuditedServer.words(report)).containsAll(passed(report));
        }
    }

    @Test
    void aServerThatTakesNobodyIsNotAudited() throws IOException {
        try (FaultyServer server = FaultyServer.start(bad());
                Gate gate = Gate.before(server.port(), number -> false)) {
            assertThatThrownBy(() -> audit(gate.port()))
                    .isInstanceOfSatisfying(
                            OpenException.class,
                            e -> assertThat(e.reason()).isEqualTo(OpenException.Reason.CLOSED_BY_PEER))
                    .hasMessageContaining("closes every connection without a word");
        }
    }

    /** RFC 7589 section 2: who is turned away without having been asked may have been turned away for any reason. */
    @Test
    void whoIsNotAskedIsNotTurnedAway() throws IOException {
        Conduct conduct = bad().versions(WireVersion.TLS_1_2).suites("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        try (FaultyServer server = FaultyServer.start(conduct)) {
            AuditReport report = audit(server.port());
            Finding request = report.finding(Rule.CERTIFICATE_REQUEST).orElseThrow();
            assertThat(request.isFailed()).as(request.toString()).isTrue();
            Finding letIn = report.finding(Rule.NOBODY_LET_IN).orElseThrow();
            assertThat(letIn.isNotTestable()).as(letIn.toString()).isTrue();
        }
        try (FaultyServer server = FaultyServer.start(conduct.clientTypes(64))) {
            AuditReport report = audit(server.port());
            assertThat(passed(report)).contains(Rule.CERTIFICATE_REQUEST, Rule.NOBODY_LET_IN);
        }
    }
}
