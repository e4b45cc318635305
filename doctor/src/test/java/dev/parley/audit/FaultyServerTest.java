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
import dev.parley.tls.TlsTrust;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults that no library of today can be made to have: each adds what is named to what is broken anyway, and no more. */
@Timeout(60)
class FaultyServerTest {
    private static final TestPki PKI = TestPki.create();
    private static final Issued SERVER = PKI.issue(Spec.server());
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
