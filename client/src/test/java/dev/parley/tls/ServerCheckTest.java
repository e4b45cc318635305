package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.error.OpenException.Reason;
import dev.parley.tls.TestCertificates.Authority;
import dev.parley.tls.TestCertificates.Leaf;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 7589 sections 5 and 6: T-06, T-07, A-09, A-10. */
class ServerCheckTest {
    private static final Authority ROOT = TestCertificates.authority("Root");
    private static final Authority MIDDLE = ROOT.intermediate("Middle");
    private static final Duration DAY = Duration.ofDays(1);
    private static final String NAME = "pe1.example";

    @TempDir
    Path folder;

    @Test
    void aServerOfATrustedAuthorityIsTaken() {
        accepted(ROOT.trust(), ROOT.server(NAME));
        accepted(ROOT.trust(), MIDDLE.server(NAME));
    }

    @Test
    void theOrderOfTheCertificatesDoesNotMatterNorDoOthersAmongThem() {
        Leaf server = ROOT.intermediate("A").intermediate("B").server(NAME);
        List<X509Certificate> shuffled = new ArrayList<>(server.chain());
        shuffled.add(TestCertificates.authority("Stranger").certificate());
        shuffled.add(ROOT.certificate());
        Collections.reverse(shuffled.subList(1, shuffled.size()));

        accepted(ROOT.trust(), new Leaf(server.key(), shuffled));
    }

    @Test
    void anIntermediateAuthorityCanBeTrustedByItself() {
        accepted(MIDDLE.trust(), MIDDLE.server(NAME).alone());
    }

    @Test
    void anAuthorityThatIsNotTrustedIsNamed() {
        Refusal refusal = refused(TestCertificates.authority("Other").trust(), ROOT.server(NAME));

        assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_CA);
        assertThat(refusal.detail()).contains("CN=Root").contains("which is not trusted");
    }

    @Test
    void aMissingIntermediateIsSaidToBeMissing() {
        Leaf server = MIDDLE.server(NAME).alone();

        Refusal refusal = refused(ROOT.trust(), server);

        assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_CA);
        assertThat(refusal.detail())
                .contains(
                        "the server sent it alone",
                        "CN=Middle",
                        Fingerprint.of(server.certificate()).toString());
        assertThat(refusal.advice()).contains("the server must send its certificate too");
    }

    @Test
    void aSelfSignedServerIsRefusedUnlessItIsGivenAsAnAuthority() {
        Leaf server = TestCertificates.selfSignedServer(NAME);

        Refusal refusal = refused(ROOT.trust(), server);

        assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_CA);
        assertThat(refusal.detail()).contains("is self-signed");
        accepted(TlsTrust.authorities(List.of(server.certificate())), server);
        assertThat(refused(TlsTrust.authorities(List.of(server.certificate())), server, "pe2.example", Instant.now())
                        .reason())
                .isEqualTo(Reason.NAME_MISMATCH);
        assertThat(refused(
                                TlsTrust.authorities(List.of(server.certificate())),
                                server,
                                NAME,
                                Instant.now().plus(DAY.multipliedBy(30)))
                        .reason())
                .isEqualTo(Reason.CERTIFICATE_EXPIRED);
    }

    @Test
    void anotherKeyOfTheTrustedNameIsNotTheAuthority() {
        Authority impostor = TestCertificates.authority("Root");

        Refusal refusal = refused(ROOT.trust(), impostor.server(NAME));

        assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_CA);
        assertThat(refusal.detail())
                .contains("has another key", Fingerprint.of(ROOT.certificate()).toString());
    }

    @Test
    void oneOfTwoAuthoritiesOfTheSameNameIsEnough() {
        Authority renewed = TestCertificates.authority("Root");
        TlsTrust both = TlsTrust.authorities(List.of(renewed.certificate(), ROOT.certificate()));

        accepted(both, ROOT.server(NAME));
        accepted(both, renewed.server(NAME));
    }

    @Test
    void anExpiredCertificateIsToldWithOurClock() {
        Leaf server = ROOT.issue("x")
                .dns(NAME)
                .valid(Instant.now().minus(DAY.multipliedBy(2)), Instant.now().minus(DAY))
                .sign();

        Refusal refusal = refused(ROOT.trust(), server);

        assertThat(refusal.reason()).isEqualTo(Reason.CERTIFICATE_EXPIRED);
        assertThat(refusal.detail()).contains("CN=x expired at", "our clock says");
    }

    @Test
    void aCertificateOfTomorrowIsToldWithOurClock() {
        Leaf server = ROOT.issue("x")
                .dns(NAME)
                .valid(Instant.now().plus(DAY), Instant.now().plus(DAY.multipliedBy(2)))
                .sign();

        Refusal refusal = refused(ROOT.trust(), server);

        assertThat(refusal.reason()).isEqualTo(Reason.CERTIFICATE_EXPIRED);
        assertThat(refusal.detail()).contains("CN=x is valid only from", "our clock says");
    }

    @Test
    void theNameMustBeCarried() {
        Leaf server = ROOT.issue(NAME)
                .dns("pe2.example", "*.lab.example")
                .ip("192.0.2.1")
                .sign();

        Refusal refusal = refused(ROOT.trust(), server);

        assertThat(refusal.reason()).isEqualTo(Reason.NAME_MISMATCH);
        assertThat(refusal.detail())
                .isEqualTo("the server's certificate is not for pe1.example; it carries pe2.example, *.lab.example,"
                        + " 192.0.2.1");
        accepted(ROOT.trust(), server, "x.lab.example");
        accepted(ROOT.trust(), server, "192.0.2.1");
    }

    @Test
    void aCommonNameIsNoName() {
        Refusal refusal = refused(ROOT.trust(), ROOT.issue(NAME).sign());

        assertThat(refusal.reason()).isEqualTo(Reason.NAME_MISMATCH);
        assertThat(refusal.detail()).contains("no subject alternative name", "CN=pe1.example, which does not count");
    }

    @Test
    void theNameIsNotLookedAtIfTheUserSaysSo() {
        ServerCheck check = new ServerCheck(ROOT.trust().believed(), false, InstantSource.system());

        assertThatCode(() -> check.check(ROOT.server("other.example").chain(), ServerIdentity.of(NAME)))
                .doesNotThrowAnyException();
    }

    @Test
    void aClientCertificateDoesNotServeAServer() {
        Leaf client =
                ROOT.issue("x").dns(NAME).usage(KeyPurposeId.id_kp_clientAuth).sign();

        Refusal refusal = refused(ROOT.trust(), client);

        assertThat(refusal.reason()).isEqualTo(Reason.BAD_SERVER_CERTIFICATE);
        assertThat(refusal.detail()).contains("extended key usage");
    }

    @Test
    void usagesThatAllowAServer() {
        accepted(ROOT.trust(), ROOT.issue("x").dns(NAME).sign());
        accepted(
                ROOT.trust(),
                ROOT.issue("x")
                        .dns(NAME)
                        .usage(KeyPurposeId.anyExtendedKeyUsage)
                        .sign());
        accepted(
                ROOT.trust(),
                ROOT.issue("x")
                        .dns(NAME)
                        .usage(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth)
                        .criticalUsage()
                        .sign());
    }

    @Test
    void aServerCannotIssueCertificates() {
        Leaf server = ROOT.server(NAME);
        Authority pretended = new Authority(
                new KeyPair(server.certificate().getPublicKey(), server.key()), server.certificate(), server.chain());

        Refusal refusal = refused(ROOT.trust(), pretended.server(NAME));

        assertThat(refusal.reason()).isEqualTo(Reason.BAD_SERVER_CERTIFICATE);
        assertThat(refusal.detail()).contains("CN=server is not valid");
    }

    @Test
    void weakKeysAndSignaturesAreRefused() {
        Leaf shortKey =
                ROOT.issue("x").dns(NAME).key(TestCertificates.rsa(1024)).sign();
        Leaf sha1 = ROOT.issue("x").dns(NAME).signedWith("SHA1withECDSA").sign();

        assertThat(refused(ROOT.trust(), shortKey).reason()).isEqualTo(Reason.BAD_SERVER_CERTIFICATE);
        assertThat(refused(ROOT.trust(), shortKey).detail()).contains("an RSA key of 1024 bits");
        assertThat(refused(ROOT.trust(), sha1).reason()).isEqualTo(Reason.BAD_SERVER_CERTIFICATE);
        assertThat(refused(ROOT.trust(), sha1).detail()).contains("SHA1withECDSA");
    }

    @Test
    void aPinnedCertificateIsTakenWhateverItSays() {
        Leaf expired = TestCertificates.authority("Unknown")
                .issue("no name")
                .valid(Instant.now().minus(DAY.multipliedBy(2)), Instant.now().minus(DAY))
                .sign();
        Fingerprint pin = Fingerprint.of(expired.certificate());

        accepted(TlsTrust.pins(pin), expired);
        accepted(ROOT.trust().orPins(pin), expired);
    }

    @Test
    void anotherThanThePinnedCertificateIsToldWithBothFingerprints() {
        Leaf server = ROOT.server(NAME);
        Fingerprint pin = Fingerprint.of(ROOT.certificate());

        Refusal refusal = refused(TlsTrust.pins(pin), server);

        assertThat(refusal.reason()).isEqualTo(Reason.PIN_MISMATCH);
        assertThat(refusal.detail()).contains("sha256:" + pin, "sha256:" + Fingerprint.of(server.certificate()));
    }

    @Test
    void theFingerprintOfAnIssuerPinsNothing() {
        Leaf server = MIDDLE.server(NAME);

        assertThat(refused(TlsTrust.pins(Fingerprint.of(MIDDLE.certificate())), server)
                        .reason())
                .isEqualTo(Reason.PIN_MISMATCH);
    }

    @Test
    void neitherPinnedNorOfAnAuthorityIsToldAsBoth() {
        Leaf server = TestCertificates.authority("Other").server(NAME);

        Refusal refusal = refused(ROOT.trust().orPins(Fingerprint.of(ROOT.certificate())), server);

        assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_CA);
        assertThat(refusal.detail()).contains("nor is it pinned");
        accepted(ROOT.trust().orPins(Fingerprint.of(server.certificate())), ROOT.server(NAME));
    }

    @Test
    void aRevokedCertificateIsRefusedAndWithoutAListNothingIsKnown() {
        Leaf good = ROOT.server(NAME);
        Leaf revoked = ROOT.server(NAME);
        Path lists = TestCertificates.pem(folder.resolve("crl.pem"), ROOT.revoke(revoked.certificate()));
        TlsTrust trust = ROOT.trust().withCrls(lists);

        accepted(trust, good);
        assertThat(refused(trust, revoked).reason()).isEqualTo(Reason.CERTIFICATE_REVOKED);
        assertThat(refused(trust, revoked).detail()).contains("is revoked since");
        assertThat(refused(trust, MIDDLE.server(NAME)).detail()).contains("revocation status");
    }

    @Test
    void theVerdictHoldsAsLongAsTheShortestCertificateOfThePath() throws Refusal {
        Leaf server = MIDDLE.server(NAME);
        ServerCheck check = new ServerCheck(ROOT.trust().believed(), true, InstantSource.system());

        assertThat(check.check(server.chain(), ServerIdentity.of(NAME)))
                .isEqualTo(server.certificate().getNotAfter().toInstant());
    }

    @Test
    void aKnownPathIsLookedAtAgainWhenItsTimeIsOver() throws Refusal {
        Instant now = Instant.now();
        Leaf server =
                MIDDLE.issue("x").dns(NAME).valid(now.minus(DAY), now.plus(DAY)).sign();
        AtomicReference<Instant> time = new AtomicReference<>(now);
        ServerCheck check = new ServerCheck(ROOT.trust().believed(), true, time::get);
        ServerIdentity name = ServerIdentity.of(NAME);

        assertThat(check.check(server.chain(), name)).isEqualTo(check.check(server.chain(), name));
        for (Duration away : List.of(DAY.plusSeconds(2), DAY.negated().minusSeconds(2))) {
            time.set(now.plus(away));
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> check.check(server.chain(), name));
            assertThat(refusal.reason()).isEqualTo(Reason.CERTIFICATE_EXPIRED);
        }
        time.set(now);
        check.check(server.chain(), name);
    }

    @Test
    void aKnownPathSaysNothingAboutOthersAndNothingAboutNames() throws Refusal {
        Leaf server = MIDDLE.server(NAME);
        ServerCheck check = new ServerCheck(ROOT.trust().believed(), true, InstantSource.system());
        check.check(server.chain(), ServerIdentity.of(NAME));

        assertThat(catchThrowableOfType(
                                Refusal.class, () -> check.check(server.chain(), ServerIdentity.of("pe2.example")))
                        .reason())
                .isEqualTo(Reason.NAME_MISMATCH);
        assertThat(catchThrowableOfType(
                                Refusal.class,
                                () -> check.check(List.of(server.certificate()), ServerIdentity.of(NAME)))
                        .reason())
                .isEqualTo(Reason.UNKNOWN_CA);
        Leaf forged = TestCertificates.authority("Root").server(NAME);
        assertThat(catchThrowableOfType(Refusal.class, () -> check.check(forged.chain(), ServerIdentity.of(NAME)))
                        .reason())
                .isEqualTo(Reason.UNKNOWN_CA);
    }

    @Test
    void whatWasRefusedIsNotRemembered() throws Refusal {
        Instant now = Instant.now();
        Leaf early = ROOT.issue("x")
                .dns(NAME)
                .valid(now.plus(DAY), now.plus(DAY.multipliedBy(2)))
                .sign();
        AtomicReference<Instant> time = new AtomicReference<>(now);
        ServerCheck check = new ServerCheck(ROOT.trust().believed(), true, time::get);

        assertThat(catchThrowableOfType(Refusal.class, () -> check.check(early.chain(), ServerIdentity.of(NAME)))
                        .reason())
                .isEqualTo(Reason.CERTIFICATE_EXPIRED);
        time.set(now.plus(DAY).plusSeconds(2));
        check.check(early.chain(), ServerIdentity.of(NAME));
    }

    @Test
    void aHostileHeapOfCertificatesIsSearchedInBoundedTime() {
        List<X509Certificate> heap = new ArrayList<>(List.of(ROOT.server(NAME).certificate()));
        for (int i = 0; i < 60; i++) {
            heap.add(TestCertificates.authority("Root").certificate());
        }

        Refusal refusal = refused(
                TestCertificates.authority("Other").trust(),
                new Leaf(ROOT.keys().getPrivate(), heap));

        assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_CA);
    }

    private static void accepted(TlsTrust trust, Leaf server) {
        accepted(trust, server, NAME);
    }

    private static void accepted(TlsTrust trust, Leaf server, String name) {
        ServerCheck check = new ServerCheck(trust.believed(), true, InstantSource.system());
        assertThatCode(() -> check.check(server.chain(), ServerIdentity.of(name)))
                .doesNotThrowAnyException();
    }

    private static Refusal refused(TlsTrust trust, Leaf server) {
        return refused(trust, server, NAME, Instant.now());
    }

    private static Refusal refused(TlsTrust trust, Leaf server, String name, Instant now) {
        ServerCheck check = new ServerCheck(trust.believed(), true, InstantSource.fixed(now));
        return catchThrowableOfType(Refusal.class, () -> check.check(server.chain(), ServerIdentity.of(name)));
    }
}
