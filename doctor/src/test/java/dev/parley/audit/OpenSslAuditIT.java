package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.audit.TestPki.Issued;
import dev.parley.audit.TestPki.Spec;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * OpenSSL's {@code s_server} with one fault after the other: each is found, and nothing else. A server as it should be
 * breaks nothing but three rules that are for information; a fault adds those that are named, and no others.
 */
@Timeout(120)
@Tag("any-jdk")
@Execution(ExecutionMode.CONCURRENT)
class OpenSslAuditIT {
    private static final Set<Rule> EVEN_A_GOOD_ONE = EnumSet.of(Rule.UNKNOWN_NAME, Rule.QUANTUM, Rule.NIST_ALGORITHMS);
    private static final List<String> GOOD_SUITES = List.of("-cipher", "ECDHE+AESGCM", "-min_protocol", "TLSv1.2");

    @TempDir
    private Path folder;

    private List<String> arguments(AuditedServer server, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "-cert", server.file("server.pem"),
                "-key", server.file("server.key"),
                "-status_file", server.file("staple.der")));
        all.addAll(Arrays.asList(more));
        return all;
    }

    private static List<String> join(List<String> one, String... other) {
        List<String> all = new ArrayList<>(one);
        all.addAll(Arrays.asList(other));
        return all;
    }

    private static List<String> join(List<String> one, List<String> other) {
        return join(one, other.toArray(String[]::new));
    }

    private static List<String> demanding(AuditedServer server) {
        return List.of("-CAfile", server.file("root.pem"), "-Verify", "3", "-verify_return_error");
    }

    private static List<String> chain(AuditedServer server) {
        return List.of("-cert_chain", server.file("authority.pem"));
    }

    private static void expect(AuditReport report, Rule... faults) {
        Set<Rule> expected = EnumSet.copyOf(EVEN_A_GOOD_ONE);
        expected.addAll(Arrays.asList(faults));
        assertThat(AuditedServer.broken(report)).as(AuditedServer.words(report)).isEqualTo(expected);
    }

    /** The report of a server that is good but for these arguments. */
    private AuditReport audit(AuditedServer server, String... different) throws IOException {
        List<String> all = join(join(arguments(server), demanding(server)), chain(server));
        List<String> rest =
                Arrays.asList(different).contains("-cipher") ? List.of(different) : join(GOOD_SUITES, different);
        return run(server, join(all, rest));
    }

    private static AuditReport run(AuditedServer server, List<String> arguments) throws IOException {
        try (OtherServer openssl = OtherServer.openssl(arguments)) {
            return server.audit(openssl.port()).run();
        }
    }

    private AuditedServer good() throws IOException {
        AuditedServer server = AuditedServer.in(folder);
        server.issue(Spec.server());
        return server;
    }

    private AuditReport withCertificate(Spec spec, String... different) throws IOException {
        AuditedServer server = AuditedServer.in(folder);
        server.issue(spec);
        return audit(server, different);
    }

    // ---- nothing wrong

    @Test
    void aGoodServerBreaksNothing() throws IOException {
        AuditReport report = audit(good());

        expect(report);
        assertThat(report.notTestable().stream().map(Finding::rule))
                .as("s_server speaks no NETCONF, and no revocation lists were given")
                .containsExactlyInAnyOrder(
                        Rule.REVOKED, Rule.BASE_1_1, Rule.URL_SCHEMES, Rule.SESSION_IDS, Rule.CLOSE_NOTIFY);
        assertThat(report.connections()).isLessThan(100);
    }

    @Test
    void aGoodServerOfTls13AloneBreaksOneRule() throws IOException {
        expect(audit(good(), "-tls1_3"), Rule.TLS_1_2);
    }

    private Finding finding(AuditReport report, Rule rule) {
        return report.finding(rule).orElseThrow();
    }

    /** NIST recommends AES-CCM, which the JDK does not have. */
    @Test
    void aServerWithAesCcmAloneIsSeenToItsEnd() throws IOException {
        for (String suite : List.of("TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256")) {
            AuditReport report = audit(good(), "-tls1_3", "-ciphersuites", suite);
            assertThat(finding(report, Rule.EARLY_DATA).observed()).isEqualTo("tickets allow no early data");
            assertThat(finding(report, Rule.NOBODY_LET_IN).observed())
                    .isEqualTo(
                            "in TLS 1.3 without a certificate, the server sent the alert certificate_required (116)");
        }
        AuditReport older = audit(good(), "-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-CCM:ECDHE-ECDSA-AES256-CCM8");
        assertThat(finding(older, Rule.NOBODY_LET_IN).outcome())
                .as(AuditedServer.words(older))
                .isEqualTo(Outcome.PASSED);
        assertThat(finding(older, Rule.RENEGOTIATION).outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void whatCannotBeSeenToItsEndIsNotTestableAndNotMissing() throws IOException {
        AuditReport report = audit(good(), "-tls1_3", "-groups", "ffdhe2048");
        for (Rule rule : List.of(
                Rule.EARLY_DATA,
                Rule.TICKET_LIFETIME,
                Rule.KEY_ONLY_RESUMPTION,
                Rule.CERTIFICATE_REQUEST,
                Rule.NOBODY_LET_IN)) {
            assertThat(finding(report, rule).words())
                    .as(rule.id())
                    .startsWith("TLS 1.3 is spoken in the groups [ffdhe2048] alone");
            assertThat(finding(report, rule).isNotTestable()).isTrue();
        }
    }

    @Test
    void aServerThatAsksNobodyInAnUnusualGroup() throws IOException {
        AuditedServer server = good();
        AuditReport report = run(server, join(join(arguments(server), chain(server)), "-tls1_3", "-groups", "X448"));
        assertThat(AuditedServer.broken(report))
                .as(AuditedServer.words(report))
                .contains(Rule.CERTIFICATE_REQUEST, Rule.NOBODY_LET_IN);
    }

    // ----

    @Test
    void oldVersions() throws IOException {
        AuditReport report =
                audit(good(), "-cipher", "ECDHE+AESGCM:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0", "-min_protocol", "TLSv1");

        expect(report, Rule.TLS_1_0, Rule.TLS_1_1, Rule.HANDSHAKE_SIGNATURES);
        assertThat(report.finding(Rule.TLS_1_0).orElseThrow().observed())
                .isEqualTo("offered TLS 1.0 alone, the server chose TLS 1.0 with TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA");
    }

    @Test
    void noTls13() throws IOException {
        assertThat(AuditedServer.broken(audit(good(), "-no_tls1_3")))
                .as("without ChaCha20-Poly1305 all is within the algorithms of NIST")
                .containsExactlyInAnyOrder(Rule.TLS_1_3, Rule.UNKNOWN_NAME, Rule.QUANTUM);
    }

    @Test
    void tls11Alone() throws IOException {
        AuditReport report = audit(
                good(),
                "-cipher",
                "ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0",
                "-min_protocol",
                "TLSv1.1",
                "-max_protocol",
                "TLSv1.1");

        assertThat(AuditedServer.broken(report))
                .as(AuditedServer.words(report))
                .contains(Rule.TLS_1_1, Rule.TLS_1_2, Rule.TLS_1_3, Rule.HANDSHAKE_SIGNATURES)
                .doesNotContain(Rule.TLS_1_0, Rule.NULL_SUITES, Rule.CHAIN, Rule.CERTIFICATE_REQUEST);
    }

    @Test
    void weakSuites() throws IOException {
        AuditedServer server = AuditedServer.in(folder);
        server.issue(Spec.server().key("RSA:2048"));
        AuditReport report =
                audit(server, "-cipher", "ALL:eNULL:aNULL:@SECLEVEL=0", "-min_protocol", "TLSv1.2", "-no_etm");

        expect(
                report,
                Rule.NULL_SUITES,
                Rule.ANONYMOUS_SUITES,
                Rule.RSA_EXCHANGE,
                Rule.DHE_EXCHANGE,
                Rule.CBC_SUITES,
                Rule.WEAK_DH,
                Rule.HANDSHAKE_SIGNATURES);
        assertThat(report.finding(Rule.NULL_SUITES).orElseThrow().observed()).contains("TLS_RSA_WITH_NULL_SHA256");
        assertThat(report.finding(Rule.ANONYMOUS_SUITES).orElseThrow().observed())
                .contains("TLS_DH_anon_WITH_AES_256_GCM_SHA384");
    }

    @Test
    void cbcWithEncryptThenMacIsNoFault() throws IOException {
        expect(audit(good(), "-cipher", "ECDHE+AES", "-min_protocol", "TLSv1.2"));
    }

    @Test
    void aSmallCurve() throws IOException {
        AuditReport report = audit(
                good(),
                "-cipher",
                "ECDHE+AESGCM:@SECLEVEL=0",
                "-min_protocol",
                "TLSv1.2",
                "-groups",
                "X25519:P-256:secp160r1");

        expect(report, Rule.WEAK_GROUPS, Rule.HANDSHAKE_SIGNATURES);
        assertThat(report.finding(Rule.WEAK_GROUPS).orElseThrow().observed()).isEqualTo("secp160r1");
    }

    @Test
    void withoutTheUsualGroups() throws IOException {
        expect(audit(good(), "-groups", "P-256:P-384"), Rule.GROUPS);
    }

    @Test
    void aSmallPrime() throws IOException {
        AuditedServer server = AuditedServer.in(folder);
        server.issue(Spec.server().key("RSA:2048"));
        String parameters = TestPki.writeSmallPrime(folder.resolve("dh.pem")).toString();

        AuditReport report = audit(
                server,
                "-cipher",
                "ECDHE+AESGCM:DHE+AESGCM:@SECLEVEL=0",
                "-min_protocol",
                "TLSv1.2",
                "-dhparam",
                parameters);

        expect(report, Rule.DHE_EXCHANGE, Rule.WEAK_DH, Rule.HANDSHAKE_SIGNATURES);
        assertThat(report.finding(Rule.WEAK_DH).orElseThrow().observed()).contains("with a prime of 1024 bits");
    }

    // ----

    @Test
    void aSmallKey() throws IOException {
        AuditReport report = withCertificate(
                Spec.server().key("RSA:1024"), "-cipher", "ECDHE+AESGCM:@SECLEVEL=0", "-min_protocol", "TLSv1.2");

        expect(report, Rule.CERTIFICATE_KEYS, Rule.HANDSHAKE_SIGNATURES);
        assertThat(report.finding(Rule.CERTIFICATE_KEYS).orElseThrow().observed())
                .isEqualTo("the certificate CN=device has RSA with 1024 bits");
    }

    @Test
    void aSignatureWithSha1() throws IOException {
        AuditReport report = withCertificate(
                Spec.server().signed("SHA1withECDSA"),
                "-cipher",
                "ECDHE+AESGCM:@SECLEVEL=0",
                "-min_protocol",
                "TLSv1.2");

        expect(report, Rule.CERTIFICATE_SIGNATURES, Rule.HANDSHAKE_SIGNATURES);
    }

    @Test
    void aMissingIntermediate() throws IOException {
        AuditedServer server = good();
        // Without -build_chain OpenSSL still completes a chain from what it trusts; it trusts the root only.
        AuditReport report = run(server, join(join(arguments(server), demanding(server)), GOOD_SUITES));

        expect(report, Rule.CHAIN);
        assertThat(report.finding(Rule.CHAIN).orElseThrow().observed())
                .startsWith("the server sent 1 of its certificates, and not that of CN=authority ");
    }

    @Test
    void anUnknownAuthority() throws IOException {
        AuditedServer server = good();
        Tls tls = Tls.trusting(TlsTrust.authorities(List.of(TestPki.create().root())));
        try (OtherServer openssl = OtherServer.openssl(join(join(arguments(server), chain(server)), GOOD_SUITES))) {
            AuditReport report = server.audit(openssl.port(), tls).run();
            assertThat(AuditedServer.broken(report)).contains(Rule.CHAIN);
        }
    }

    @Test
    void expired() throws IOException {
        Instant now = Instant.now();
        expect(
                withCertificate(Spec.server().valid(now.minus(Duration.ofDays(90)), now.minus(Duration.ofDays(1)))),
                Rule.VALIDITY);
    }

    @Test
    void expiresSoon() throws IOException {
        Instant now = Instant.now();
        expect(
                withCertificate(Spec.server().valid(now.minus(Duration.ofDays(90)), now.plus(Duration.ofDays(5)))),
                Rule.EXPIRES_SOON);
    }

    @Test
    void aCommonNameOnly() throws IOException {
        expect(withCertificate(Spec.server().commonNameOnly("localhost")), Rule.NAME, Rule.ALTERNATIVE_NAME);
    }

    @Test
    void anotherName() throws IOException {
        expect(withCertificate(Spec.server().named("f*.example")), Rule.NAME, Rule.WILDCARDS);
    }

    @Test
    void forAnotherPurpose() throws IOException {
        expect(
                withCertificate(
                        Spec.server().purpose(KeyPurposeId.id_kp_clientAuth).usage(KeyUsage.keyEncipherment)),
                Rule.EXTENDED_KEY_USAGE,
                Rule.KEY_USAGE,
                Rule.TLS_1_2);
    }

    @Test
    void nothingOnRevocation() throws IOException {
        AuditedServer server = AuditedServer.in(folder);
        server.issue(Spec.server().withoutRevocationSource().stapled());
        List<String> unstapled = List.of("-cert", server.file("server.pem"), "-key", server.file("server.key"));
        AuditReport report = run(server, join(join(join(unstapled, demanding(server)), chain(server)), GOOD_SUITES));

        expect(report, Rule.STAPLING, Rule.MUST_STAPLE, Rule.REVOCATION_SOURCE);
    }

    @Test
    void aBadStaple() throws IOException {
        AuditedServer server = AuditedServer.in(folder);
        Issued issued = server.issue(Spec.server());
        Instant now = Instant.now();
        server.staple(server.pki().ocsp(issued, false, now.minusSeconds(60), now.plusSeconds(60)));
        expect(audit(server), Rule.STAPLE);

        server.staple(server.pki().ocsp(issued, true, now.minusSeconds(7_200), now.minusSeconds(3_600)));
        AuditReport old = audit(server);
        expect(old, Rule.STAPLE);
        assertThat(old.finding(Rule.STAPLE).orElseThrow().observed()).startsWith("the response was good until ");
    }

    @Test
    void aForgedStaple() throws IOException {
        AuditedServer server = AuditedServer.in(folder);
        Issued issued = server.issue(Spec.server());
        Issued forger = server.pki().issue(Spec.server());
        Instant now = Instant.now();
        server.staple(server.pki().ocspBy(forger, issued, now.minusSeconds(60), now.plusSeconds(3_600)));

        AuditReport report = audit(server);

        expect(report, Rule.STAPLE);
        assertThat(report.finding(Rule.STAPLE).orElseThrow().observed())
                .startsWith("the response is signed neither by CN=authority ");
    }

    @Test
    void revoked() throws IOException, CRLException {
        AuditedServer server = AuditedServer.in(folder);
        Issued issued = server.issue(Spec.server());
        Path lists = TestPki.write(folder.resolve("crl.pem"), server.pki().revoking(issued));
        List<String> all = join(join(join(arguments(server), demanding(server)), chain(server)), GOOD_SUITES);
        try (OtherServer openssl = OtherServer.openssl(all)) {
            AuditReport report = server.audit(
                            openssl.port(), Tls.trusting(server.trust().withCrls(lists)))
                    .run();
            expect(report, Rule.REVOKED);
        }
    }

    // ----

    @Test
    void renegotiation() throws IOException {
        expect(audit(good(), "-client_renegotiation"), Rule.RENEGOTIATION);
    }

    @Test
    void resumptionByTheKeyAlone() throws IOException {
        expect(audit(good(), "-allow_no_dhe_kex"), Rule.KEY_ONLY_RESUMPTION);
    }

    @Test
    void earlyData() throws IOException {
        AuditReport report = audit(good(), "-early_data", "-max_early_data", "4096");

        expect(report, Rule.EARLY_DATA);
        assertThat(report.finding(Rule.EARLY_DATA).orElseThrow().observed()).isEqualTo("max_early_data_size is 4096");
    }

    @Test
    void anUnknownProtocolIsAgreedTo() throws IOException {
        expect(audit(good(), "-alpn", "parley-audit"), Rule.ALPN);
    }

    @Test
    void noClientCertificateIsAskedFor() throws IOException {
        AuditedServer server = good();
        AuditReport report = run(server, join(join(arguments(server), chain(server)), GOOD_SUITES));

        expect(report, Rule.CERTIFICATE_REQUEST, Rule.NOBODY_LET_IN);
    }

    @Test
    void aClientCertificateIsAskedForAndNotDemanded() throws IOException {
        AuditedServer server = good();
        AuditReport report = run(
                server,
                join(
                        join(join(arguments(server), chain(server)), GOOD_SUITES),
                        List.of("-CAfile", server.file("root.pem"), "-verify", "3")));

        expect(report, Rule.NOBODY_LET_IN);
    }

    @Test
    void byTheRulesOfNist() throws IOException {
        AuditedServer server = AuditedServer.in(folder);
        Instant now = Instant.now();
        server.issue(Spec.server().valid(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(5 * 365))));
        List<String> all = join(join(join(arguments(server), demanding(server)), chain(server)), GOOD_SUITES);
        try (OtherServer openssl = OtherServer.openssl(all)) {
            AuditReport report =
                    server.audit(openssl.port()).withProfile(Profile.NIST).run();
            expect(report, Rule.LONG_VALIDITY, Rule.AUTHORITY_ACCESS, Rule.NIST_TLS_1_3_SUITES);
            assertThat(report.finding(Rule.DHE_EXCHANGE)).isEmpty();
        }
    }
}
