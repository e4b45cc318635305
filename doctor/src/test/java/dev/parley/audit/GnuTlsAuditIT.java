package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.audit.TestPki.Spec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * GnuTLS's {@code gnutls-serv} with faults that OpenSSL no longer has: each is found, and nothing else. It renegotiates
 * whenever a client wants it to.
 */
@Timeout(120)
@Tag("any-jdk")
class GnuTlsAuditIT {
    private static final Set<Rule> EVEN_A_GOOD_ONE =
            EnumSet.of(Rule.UNKNOWN_NAME, Rule.QUANTUM, Rule.NIST_ALGORITHMS, Rule.RENEGOTIATION);
    private static final String GOOD = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA"
            + ":-CIPHER-ALL:+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:-MAC-ALL:+AEAD:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1";

    /** It does not read the keys of curves as the JDK writes them. */
    private static final Spec SERVER = Spec.server().key("RSA:2048");

    @TempDir
    private Path folder;

    private AuditReport audit(Spec spec, String priority, String... more) throws IOException {
        AuditedServer server = AuditedServer.in(folder);
        server.issue(spec);
        List<String> all = new ArrayList<>(List.of(
                "--x509certfile=" + server.file("chain.pem"),
                "--x509keyfile=" + server.file("server.key"),
                "--x509cafile=" + server.file("root.pem"),
                "--require-client-cert",
                "--verify-client-cert",
                "--ocsp-response=" + server.file("staple.der"),
                "--ignore-ocsp-response-errors",
                "--priority=" + priority));
        all.addAll(Arrays.asList(more));
        try (OtherServer gnutls = OtherServer.gnutls(all)) {
            return server.audit(gnutls.port()).run();
        }
    }

    private static void expect(AuditReport report, Rule... faults) {
        Set<Rule> expected = EnumSet.copyOf(EVEN_A_GOOD_ONE);
        expected.addAll(Arrays.asList(faults));
        assertThat(AuditedServer.broken(report)).as(AuditedServer.words(report)).isEqualTo(expected);
    }

    @Test
    void aGoodServerBreaksNothing() throws IOException {
        expect(audit(SERVER, GOOD));
    }

    @Test
    void withoutExtendedMasterSecret() throws IOException {
        expect(audit(SERVER, GOOD + ":%NO_SESSION_HASH"), Rule.EXTENDED_MASTER_SECRET);
    }

    @Test
    void withoutSecureRenegotiation() throws IOException {
        expect(audit(SERVER, GOOD + ":%DISABLE_SAFE_RENEGOTIATION"), Rule.SECURE_RENEGOTIATION);
    }

    @Test
    void oldVersions() throws IOException {
        AuditReport report = audit(SERVER, GOOD + ":+VERS-TLS1.0:+VERS-TLS1.1:+AES-128-CBC:+SHA1");

        expect(report, Rule.TLS_1_0, Rule.TLS_1_1);
    }

    @Test
    void oldSuites() throws IOException {
        AuditReport report =
                audit(SERVER, GOOD + ":+3DES-CBC:+ARCFOUR-128:+SHA1:+SHA256:+ANON-ECDH:+RSA:+DHE-RSA:%NO_ETM");

        expect(
                report,
                Rule.TRIPLE_DES_SUITES,
                Rule.RC4_SUITES,
                Rule.ANONYMOUS_SUITES,
                Rule.RSA_EXCHANGE,
                Rule.DHE_EXCHANGE,
                Rule.CBC_SUITES);
    }

    @Test
    void earlyData() throws IOException {
        expect(audit(SERVER, GOOD, "--earlydata", "--maxearlydata=1000"), Rule.EARLY_DATA);
    }
}
