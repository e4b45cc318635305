package dev.parley.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.simulator.pki.Credentials;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.simulator.pki.Holder;
import dev.parley.standing.FakeFleet.Box;
import dev.parley.standing.StandingEvent.CertificateExpires;
import dev.parley.standing.StandingEvent.CertificateExpires.Whose;
import dev.parley.tls.Fingerprint;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Certificates that end while sessions stay up for months are told of in time, and not over and over. In fake time. */
@Tag("any-jdk")
class ExpiryTest {
    private static final DevicePki PKI = DevicePki.create();
    private static final Instant START = FakeTime.BEGINNING;

    private final FakeFleet fleet = new FakeFleet(
            StandingSettings.DEFAULT
                    .withoutProbe()
                    .withWatch(
                            Duration.ofMinutes(30),
                            Duration.ofDays(30),
                            Duration.ofDays(14),
                            Duration.ofDays(7),
                            Duration.ofDays(1)),
            1);

    private static Credentials until(Holder holder, Duration time) {
        return PKI.issue(holder.valid(START.minus(Duration.ofDays(1)), START.plus(time)));
    }

    private static Tls tls(Credentials ours) {
        return Tls.trusting(TlsTrust.authorities(List.of(PKI.authority())))
                .withIdentity(TlsIdentity.of(ours.key(), ours.chain()));
    }

    private void watch() {
        new Watchman(fleet.desk(), new Identities(fleet.time::instant)).begin();
    }

    private Box keep(String name, Tls tls, X509Certificate... shown) {
        Box box = fleet.box(Device.tls(name, tls).withName(name));
        box.certificates = List.of(shown);
        fleet.keep(box);
        return box;
    }

    private List<CertificateExpires> told() {
        return fleet.told.stream()
                .map(FakeFleet.Told::event)
                .filter(CertificateExpires.class::isInstance)
                .map(CertificateExpires.class::cast)
                .toList();
    }

    @Test
    void eachThresholdIsToldOnceWhileASessionStaysUp() {
        Credentials ours = until(Holder.client("operator"), Duration.ofDays(200));
        Credentials server = until(Holder.server("pe1"), Duration.ofDays(100));
        Box box = keep("pe1", tls(ours), server.certificate());
        watch();
        fleet.time.pass(Duration.ofDays(69));
        assertThat(told()).isEmpty();

        fleet.time.pass(Duration.ofDays(29));
        assertThat(told())
                .allSatisfy(event -> {
                    assertThat(event.whose()).isEqualTo(Whose.DEVICE);
                    assertThat(event.subject()).isEqualTo("CN=pe1");
                    assertThat(event.notAfter()).isEqualTo(START.plus(Duration.ofDays(100)));
                    assertThat(event.fingerprint()).isEqualTo(Fingerprint.of(server.certificate()));
                })
                .extracting(CertificateExpires::threshold)
                .containsExactly(Duration.ofDays(30), Duration.ofDays(14), Duration.ofDays(7));
        fleet.time.pass(Duration.ofDays(4));
        assertThat(told())
                .extracting(CertificateExpires::threshold)
                .endsWith(Duration.ofDays(1), Duration.ZERO)
                .hasSize(5);
        // nothing of that has ended the session
        assertThat(box.sessions).hasSize(1);

        fleet.time.pass(Duration.ofDays(80));
        assertThat(told())
                .filteredOn(event -> event.whose() == Whose.OURS)
                .extracting(CertificateExpires::threshold)
                .containsExactly(Duration.ofDays(30));
    }

    @Test
    void whatHasPassedWhenASessionComesUpIsToldAtOnceAndOnlyTheNearest() {
        Credentials ours = until(Holder.client("operator"), Duration.ofDays(5));
        keep("pe1", tls(ours));
        keep("pe2", tls(ours));
        watch();
        fleet.time.pass(Duration.ofHours(2));

        // one certificate, however many devices it is shown to
        assertThat(told()).extracting(CertificateExpires::threshold).containsExactly(Duration.ofDays(7));
    }

    @Test
    void anAuthorityIsToldOfIfADeviceDependsOnIt() {
        Credentials ours = until(Holder.client("operator"), Duration.ofDays(20_000));
        Credentials server = until(Holder.server("pe1"), Duration.ofDays(20_000));
        Duration left = Duration.between(START, PKI.authority().getNotAfter().toInstant());
        keep("pe1", tls(ours), server.certificate());
        // a trust in which nobody depends on the authority
        Tls pinned = Tls.trusting(
                        TlsTrust.authorities(List.of(DevicePki.create().authority())))
                .withIdentity(TlsIdentity.of(ours.key(), ours.chain()));
        keep("pe2", pinned, server.certificate());
        fleet.time.pass(left.minus(Duration.ofDays(29)));
        watch();
        fleet.time.pass(Duration.ofHours(2));

        assertThat(told()).singleElement().satisfies(event -> {
            assertThat(event.whose()).isEqualTo(Whose.AUTHORITY);
            assertThat(event.fingerprint()).isEqualTo(Fingerprint.of(PKI.authority()));
        });
    }

    @Test
    void aPinnedCertificateIsGoodWhateverItsDatesAre() {
        Credentials ours = until(Holder.client("operator"), Duration.ofDays(200));
        Credentials server = until(Holder.server("pe1"), Duration.ofDays(3));
        Tls pinned = Tls.trusting(TlsTrust.pins(Fingerprint.of(server.certificate())))
                .withIdentity(TlsIdentity.of(ours.key(), ours.chain()));
        keep("pe1", pinned, server.certificate());
        watch();
        fleet.time.pass(Duration.ofDays(10));
        assertThat(told()).isEmpty();
    }

    @Test
    void everySessionConcernedHearsOfOurCertificateAndThoseWhoListenToAllHearItOnce() {
        Credentials ours = until(Holder.client("operator"), Duration.ofDays(5));
        List<StandingEvent> first = new ArrayList<>();
        List<StandingEvent> second = new ArrayList<>();
        Tls tls = tls(ours);
        fleet.desk().keep(Device.tls("pe1", tls), (device, event) -> first.add(event));
        fleet.desk().keep(Device.tls("pe2", tls), (device, event) -> second.add(event));
        watch();
        fleet.time.pass(Duration.ofHours(2));

        assertThat(first).filteredOn(CertificateExpires.class::isInstance).hasSize(1);
        assertThat(second).filteredOn(CertificateExpires.class::isInstance).hasSize(1);
        assertThat(told()).hasSize(1);
    }
}
