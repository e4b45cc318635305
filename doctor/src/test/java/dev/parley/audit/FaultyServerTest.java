package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.audit.TestPki.Issued;
import dev.parley.audit.TestPki.Spec;
import dev.parley.device.Device;
import dev.parley.probe.Extensions;
import dev.parley.probe.FaultyServer;
import dev.parley.probe.FaultyServer.Conduct;
import dev.parley.probe.Octets;
import dev.parley.probe.WireVersion;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults that no library of today can be made to have: each adds what is named to what is broken anyway, and no more. */
@Timeout(60)
class FaultyServerTest {
    private static final TestPki PKI = TestPki.create();
    private static final Issued SERVER = PKI.issue(Spec.server());

    @TempDir
    private Path folder;

    private static Set<Rule> anyway = EnumSet.noneOf(Rule.class);

    private static Conduct good() {
        List<Octets> chain = new ArrayList<>();
        for (X509Certificate each : SERVER.chain()) {
            try {
                chain.add(Octets.of(each.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException(e);
            }
        }
        return new Conduct().chain(chain);
    }

    private static AuditReport audit(Conduct conduct, Profile profile) throws IOException {
        try (FaultyServer server = FaultyServer.start(conduct)) {
            Tls tls = Tls.trusting(TlsTrust.authorities(List.of(PKI.root())));
            return Audit.of(Device.tls("localhost", server.port(), tls))
                    .withProfile(profile)
                    .withPause(Duration.ZERO)
                    .withTimeout(Duration.ofSeconds(3))
                    .withPatience(Duration.ofMillis(100))
                    .run();
        }
    }

    private static Conduct ownAlone() throws CertificateEncodingException {
        return good().chain(List.of(Octets.of(SERVER.certificate().getEncoded())));
    }

    private Finding revoked(Conduct conduct, X509CRL list) throws IOException, CRLException {
        Path file = TestPki.write(folder.resolve("crl.pem"), list);
        Tls tls = Tls.trusting(TlsTrust.authorities(List.of(PKI.root())).withCrls(file));
        try (FaultyServer server = FaultyServer.start(conduct)) {
            return Audit.of(Device.tls("localhost", server.port(), tls))
                    .withPause(Duration.ZERO)
                    .withPatience(Duration.ofMillis(100))
                    .run()
                    .finding(Rule.REVOKED)
                    .orElseThrow();
        }
    }

    /** RFC 5280 section 6.3.3: only a current list of the issuer says anything. */
    @Test
    void aRevocationListOfSomebodyElseOrOfOldSaysNothing() throws IOException, GeneralSecurityException {
        Instant now = Instant.now();
        Finding other = revoked(ownAlone(), TestPki.create().revoking());
        assertThat(other.isNotTestable()).as(other.toString()).isTrue();
        assertThat(other.words()).startsWith("no list of CN=authority").endsWith("was given");

        Finding old = revoked(ownAlone(), PKI.list(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(8))));
        assertThat(old.isNotTestable()).as(old.toString()).isTrue();
        assertThat(old.words()).startsWith("the list of CN=authority").contains(" is good from ", ", and now is ");

        Finding good = revoked(ownAlone(), PKI.list(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1))));
        assertThat(good.outcome()).as(good.toString()).isEqualTo(Outcome.PASSED);
        assertThat(revoked(ownAlone(), PKI.list(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)), SERVER))
                        .isFailed())
                .isTrue();

        TestPki impostor = PKI.impostor();
        Finding forged =
                revoked(good(), impostor.list(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)), SERVER));
        assertThat(forged.words())
                .as("the name is that of the authority, the key is not")
                .startsWith("no list of CN=authority");

        Finding above = revoked(good(), PKI.list(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1))));
        assertThat(above.words()).as("who revokes the authority").startsWith("no list of CN=root");
    }

    /** A device with thousands of modules says a long hello, and may change its keys in the middle of it. */
    @Test
    void aLongHelloBehindOtherKeys() throws IOException {
        String hello = "<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities>"
                + "<capability>urn:example:module</capability>".repeat(8_000)
                + "</capabilities></hello>]]>]]>";
        assertThat(closing(good().versions(WireVersion.TLS_1_3).updatingKeys().greeting(hello)))
                .isEqualTo("after close-session, the server closed the connection without an alert");
        assertThat(closing(good().versions(WireVersion.TLS_1_3).greeting("x".repeat(1_100_000))))
                .isEqualTo("the server sent more than 1048576 bytes of data in one session");
    }

    private static String closing(Conduct conduct) throws IOException {
        Issued client = PKI.issue(Spec.client());
        Tls tls = Tls.trusting(TlsTrust.authorities(List.of(PKI.root())))
                .withIdentity(TlsIdentity.of(client.key(), client.chain()));
        try (FaultyServer server = FaultyServer.start(conduct)) {
            return Audit.of(Device.tls("localhost", server.port(), tls))
                    .withPause(Duration.ZERO)
                    .withTimeout(Duration.ofSeconds(3))
                    .withPatience(Duration.ofSeconds(2))
                    .run()
                    .finding(Rule.CLOSE_NOTIFY)
                    .orElseThrow()
                    .words();
        }
    }

    private static void expect(Conduct conduct, Rule... faults) throws IOException {
        AuditReport report = audit(conduct, Profile.BCP195);
        Set<Rule> expected = EnumSet.copyOf(anyway);
        expected.addAll(List.of(faults));
        assertThat(AuditedServer.broken(report)).as(AuditedServer.words(report)).isEqualTo(expected);
    }

    @BeforeAll
    static void whatIsBrokenAnyway() throws IOException {
        anyway = AuditedServer.broken(audit(good(), Profile.BCP195));
        assertThat(anyway)
                .containsExactlyInAnyOrder(
                        // it has one suite of TLS 1.3, and nothing to staple
                        Rule.TLS_1_3_MORE_SUITES, Rule.STAPLING, Rule.QUANTUM, Rule.UNKNOWN_NAME);
    }

    @Test
    void ssl3AndRc4AndDes() throws IOException {
        expect(
                good().versions(WireVersion.SSL_3, WireVersion.TLS_1_2, WireVersion.TLS_1_3)
                        .suites(
                                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                                "TLS_RSA_WITH_RC4_128_MD5",
                                "TLS_RSA_WITH_DES_CBC_SHA",
                                "TLS_RSA_EXPORT_WITH_RC4_40_MD5",
                                "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
                                "TLS_DH_RSA_WITH_AES_128_GCM_SHA256",
                                "TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256"),
                Rule.SSL_3,
                Rule.RC4_SUITES,
                Rule.EXPORT_SUITES,
                Rule.TRIPLE_DES_SUITES,
                Rule.RSA_EXCHANGE,
                Rule.STATIC_DH_EXCHANGE,
                Rule.STATIC_ECDH_EXCHANGE,
                Rule.CBC_SUITES,
                Rule.NIST_ALGORITHMS);
    }

    @Test
    void noSuiteThatIsRecommended() throws IOException {
        AuditReport old = audit(good().suites("TLS_ECDHE_ECDSA_WITH_AES_128_CCM"), Profile.BCP195);
        assertThat(AuditedServer.broken(old)).contains(Rule.RECOMMENDED_SUITES).doesNotContain(Rule.TLS_1_3_SUITE);

        AuditReport modern = audit(good().suite13("TLS_AES_256_GCM_SHA384"), Profile.BCP195);
        assertThat(AuditedServer.broken(modern)).contains(Rule.TLS_1_3_SUITE).doesNotContain(Rule.RECOMMENDED_SUITES);
    }

    @Test
    void ssl2() throws IOException {
        expect(good().speakingSsl2(), Rule.SSL_2);
    }

    @Test
    void aHelloOfTwoSegmentsIsTooMuch() throws IOException {
        expect(good().readingHellosUpTo(1_400), Rule.LARGE_HELLO);
    }

    @Test
    void whoeverSaysANameIsRefused() throws IOException {
        AuditReport report = audit(good().refusingNames(), Profile.BCP195);

        assertThat(AuditedServer.broken(report)).contains(Rule.SERVER_NAME);
        assertThat(report.finding(Rule.SERVER_NAME).orElseThrow().observed())
                .startsWith("asked for nobody, the server agreed to TLS 1.3; asked for localhost, it ");
    }

    @Test
    void aSmallPrime() throws IOException {
        expect(
                good().suites("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"),
                Rule.DHE_EXCHANGE,
                Rule.WEAK_DH);
    }

    @Test
    void compression() throws IOException {
        expect(good().compressing(1), Rule.COMPRESSION);
    }

    @Test
    void truncatedMacs() throws IOException {
        expect(good().echoing(Extensions.TRUNCATED_HMAC, ""), Rule.TRUNCATED_HMAC);
    }

    @Test
    void certificatesFromUrls() throws IOException {
        expect(good().echoing(Extensions.CLIENT_CERTIFICATE_URL, ""), Rule.CERTIFICATE_URL);
    }

    @Test
    void rawPublicKeysAreAFaultForNist() throws IOException {
        AuditReport report = audit(good().echoing(Extensions.SERVER_CERTIFICATE_TYPE, "02"), Profile.NIST);
        assertThat(AuditedServer.broken(report)).contains(Rule.RAW_PUBLIC_KEYS);
        assertThat(AuditedServer.broken(audit(good(), Profile.NIST))).doesNotContain(Rule.RAW_PUBLIC_KEYS);
    }

    @Test
    void nothingBindsRenegotiation() throws IOException {
        expect(
                good().ignoring(Extensions.RENEGOTIATION_INFO).ignoring(Extensions.EXTENDED_MASTER_SECRET),
                Rule.SECURE_RENEGOTIATION,
                Rule.EXTENDED_MASTER_SECRET);
    }

    @Test
    void theOldVersionIsPreferredInSilence() throws IOException {
        expect(good().preferringOld().hidingDowngrade(), Rule.PREFERS_1_3, Rule.DOWNGRADE);
    }

    @Test
    void signaturesWithSha1() throws IOException {
        expect(good().signingWithSha1(), Rule.HANDSHAKE_SIGNATURES);
    }

    @Test
    void clientsWithFixedKeys() throws IOException {
        expect(good().clientTypes(64, 3), Rule.FIXED_DH_CLIENTS);
    }

    @Test
    void ticketsForeverWithEarlyDataForEverybody() throws IOException {
        expect(
                good().versions(WireVersion.TLS_1_3)
                        .clientTypes()
                        .tickets(604_801, 16_384)
                        .resumingByKeyAlone(),
                Rule.TLS_1_2,
                Rule.GROUPS,
                Rule.TICKET_LIFETIME,
                Rule.EARLY_DATA,
                Rule.KEY_ONLY_RESUMPTION,
                Rule.CERTIFICATE_REQUEST,
                Rule.NOBODY_LET_IN);
    }

    @Test
    void aHelloForNobody() throws IOException {
        Conduct conduct = good().versions(WireVersion.TLS_1_3)
                .clientTypes()
                .greeting("<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"/>");
        AuditReport report = audit(conduct, Profile.BCP195);

        assertThat(report.finding(Rule.NOBODY_LET_IN).orElseThrow().observed())
                .startsWith("in TLS 1.3 without a certificate, the server said \"<hello xmlns=");
    }
}
