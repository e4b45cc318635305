package dev.parley.tls;

import static dev.parley.tls.TestCertificates.pem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.tls.TestCertificates.Authority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTrustTest {
    private static final Authority ONE = TestCertificates.authority("One");
    private static final Authority TWO = TestCertificates.authority("Two");
    private static final Fingerprint PIN = Fingerprint.of(ONE.certificate());

    @TempDir
    Path folder;

    @Test
    void aFileMayHoldManyAuthoritiesOrOneInDer() throws Exception {
        Path many = pem(folder.resolve("ca.pem"), ONE.certificate(), TWO.certificate());
        Path der = Files.write(folder.resolve("ca.der"), ONE.certificate().getEncoded());

        assertThat(TlsTrust.caFile(many).believed().authorities().certificates())
                .containsExactly(ONE.certificate(), TWO.certificate());
        assertThat(TlsTrust.caFile(der).believed().authorities().certificates()).containsExactly(ONE.certificate());
    }

    @Test
    void aFileWithoutAuthoritiesIsNamed() throws Exception {
        Path key =
                pem(folder.resolve("ca.key"), TestCertificates.pkcs8(ONE.keys().getPrivate()));
        Path other = Files.write(folder.resolve("other.der"), new byte[] {0x30, 3, 2, 1, 1});

        assertRefused(() -> TlsTrust.caFile(key).believed(), Reason.BAD_CERTIFICATE, "holds one PRIVATE KEY");
        assertRefused(() -> TlsTrust.caFile(other).believed(), Reason.BAD_CERTIFICATE, "other.der");
        assertRefused(() -> TlsTrust.caFile(folder.resolve("none")).believed(), Reason.FILE_UNREADABLE, "no such file");
    }

    @Test
    void aChangedFileIsReadAgain() {
        Path file = pem(folder.resolve("ca.pem"), ONE.certificate());
        TlsTrust trust = TlsTrust.caFile(file).orPins(PIN);
        Believed before = trust.believed();

        assertThat(trust.believed()).isEqualTo(before);
        assertThat(trust.believed().authorities()).isSameAs(before.authorities());
        pem(file, ONE.certificate(), TWO.certificate());
        assertThat(trust.believed()).isNotEqualTo(before);
        assertThat(trust.believed().authorities().certificates()).hasSize(2);
    }

    @Test
    void aChangedRevocationListIsReadAgain() {
        Path file = pem(folder.resolve("crl.pem"), ONE.revoke());
        TlsTrust trust = ONE.trust().withCrls(file);
        Believed before = trust.believed();

        pem(file, ONE.revoke(ONE.server("x.example").certificate()));

        assertThat(trust.believed()).isNotEqualTo(before);
        assertThat(trust.believed().revoked().lists()).hasSize(1);
    }

    @Test
    void aFileWithoutRevocationListsIsNamed() {
        Path file = pem(folder.resolve("crl.pem"), ONE.certificate());

        assertRefused(
                () -> ONE.trust().withCrls(file).believed(),
                Reason.BAD_CERTIFICATE,
                "holds no certificate revocation list; it holds one CERTIFICATE");
    }

    @Test
    void trustThatSaysNothingIsRefused() {
        Path crl = pem(folder.resolve("crl.pem"), ONE.revoke());

        assertRefused(() -> TlsTrust.authorities(List.of()), Reason.BAD_SETTING, "no authority");
        assertRefused(TlsTrust::pins, Reason.BAD_SETTING, "at least one fingerprint");
        assertRefused(() -> ONE.trust().orPins(), Reason.BAD_SETTING, "at least one fingerprint");
        assertRefused(() -> TlsTrust.insecureTrustAnyone().orPins(PIN), Reason.BAD_SETTING, "any server is believed");
        assertRefused(() -> TlsTrust.pins(PIN).withCrls(crl), Reason.BAD_SETTING, "need authorities");
        assertRefused(() -> TlsTrust.insecureTrustAnyone().withCrls(crl), Reason.BAD_SETTING, "need authorities");
    }

    @Test
    void theSystemHasAuthorities() {
        assertThat(TlsTrust.system().believed().authorities().certificates()).isNotEmpty();
    }

    @Test
    void pinsAddUp() {
        Fingerprint other = Fingerprint.of(TWO.certificate());

        assertThat(TlsTrust.pins(PIN, PIN).orPins(other, PIN).believed().pins()).containsExactlyInAnyOrder(PIN, other);
    }

    @Test
    void itIsEqualByWhatIsBelieved() {
        Path file = folder.resolve("ca.pem");

        assertThat(TlsTrust.caFile(file)).isEqualTo(TlsTrust.caFile(file)).hasSameHashCodeAs(TlsTrust.caFile(file));
        assertThat(TlsTrust.caFile(file)).isNotEqualTo(TlsTrust.caFile(folder)).isNotEqualTo(TlsTrust.system());
        assertThat(ONE.trust()).isEqualTo(ONE.trust()).isNotEqualTo(TWO.trust());
        assertThat(TlsTrust.pins(PIN))
                .isEqualTo(TlsTrust.pins(PIN))
                .isNotEqualTo(ONE.trust().orPins(PIN));
        assertThat(ONE.trust().orPins(PIN)).isEqualTo(ONE.trust().orPins(PIN)).isNotEqualTo(ONE.trust());
        assertThat(TlsTrust.insecureTrustAnyone()).isEqualTo(TlsTrust.insecureTrustAnyone());
        assertThat(Tls.trusting(ONE.trust())).isEqualTo(Tls.trusting(ONE.trust()));
        assertThat(Tls.trusting(ONE.trust()))
                .isNotEqualTo(Tls.trusting(ONE.trust()).insecureSkipServerName());
    }

    @Test
    void whatIsSwitchedOffShowsInWords() {
        assertThat(Tls.trusting(TlsTrust.insecureTrustAnyone()).insecureSkipServerName())
                .hasToString("TLS trusting anyone, as no client certificate, server name not checked,"
                        + " [TLS_1_3, TLS_1_2], AUTO");
    }

    private static void assertRefused(ThrowingCallable action, Reason reason, String words) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        InputException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(words);
    }
}
