package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.audit.TestPki.Issued;
import dev.parley.audit.TestPki.Spec;
import dev.parley.probe.Octets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

/** Whose word counts when an OCSP response says that a certificate is good (RFC 6960 sections 3.2 and 4.2.2.2). */
class StapleTest {
    private static final TestPki PKI = TestPki.create();
    private static final Issued SERVER = PKI.issue(Spec.server());
    private static final X509Certificate ISSUER =
            ServerChain.issuerOf(SERVER.certificate(), SERVER.chain()).orElseThrow();
    private final Instant now = Instant.now();
    private final Instant from = now.minusSeconds(60);
    private final Instant until = now.plusSeconds(3_600);

    private String wrong(byte[] response) {
        return new Staple(Octets.of(response), SERVER.certificate(), ISSUER, now).wrong();
    }

    @Test
    void theIssuerSaysGood() {
        assertThat(wrong(PKI.ocsp(SERVER, true, from, until))).isEmpty();
    }

    @Test
    void whomTheIssuerLetsAnswerSaysGood() {
        Issued responder = PKI.issue(Spec.server().purpose(KeyPurposeId.id_kp_OCSPSigning));

        assertThat(wrong(PKI.ocspBy(responder, SERVER, from, until))).isEmpty();
    }

    @Test
    void anybodyElseSaysGood() {
        Issued other = PKI.issue(Spec.server());
        TestPki strangers = TestPki.create();
        Issued stranger = strangers.issue(Spec.server().purpose(KeyPurposeId.id_kp_OCSPSigning));

        assertThat(List.of(PKI.ocspBy(other, SERVER, from, until), PKI.ocspBy(stranger, SERVER, from, until)))
                .allSatisfy(response -> assertThat(wrong(response))
                        .startsWith("the response is signed neither by CN=authority ")
                        .endsWith(", nor by anybody whom it lets answer"));
        assertThat(wrong(strangers.ocsp(SERVER, true, from, until)))
                .isEqualTo("the response is about another certificate");
    }

    @Test
    void aBitIsTurned() {
        byte[] response = PKI.ocsp(SERVER, true, from, until);
        response[response.length - 3] ^= 1;

        assertThat(wrong(response)).isNotEmpty();
    }

    @Test
    void aDelegateWhoseTimeIsOver() {
        Issued responder = PKI.issue(Spec.server()
                .purpose(KeyPurposeId.id_kp_OCSPSigning)
                .valid(now.minusSeconds(7_200), now.minusSeconds(3_600)));

        assertThat(wrong(PKI.ocspBy(responder, SERVER, from, until))).startsWith("the response is signed neither by ");
    }

    @Test
    void whatItSaysAndWhen() {
        assertThat(wrong(PKI.ocsp(SERVER, false, from, until)))
                .isEqualTo("the response says that the certificate is revoked or unknown");
        assertThat(wrong(PKI.ocsp(SERVER, true, now.minusSeconds(7_200), from)))
                .startsWith("the response was good until ");
        assertThat(wrong(PKI.ocsp(SERVER, true, until, until.plusSeconds(60))))
                .startsWith("the response is from the future: ");
        assertThat(wrong(PKI.ocsp(PKI.issue(Spec.server()), true, from, until)))
                .isEqualTo("the response is about another certificate");
        assertThat(wrong(new byte[] {1, 2, 3})).startsWith("the response cannot be read: ");
    }
}
