package dev.parley.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.error.InputException;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.SessionInfo;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.pki.Credentials;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.simulator.pki.Holder;
import dev.parley.standing.StandingEvent.FilesReloaded;
import dev.parley.standing.StandingEvent.FilesUnusable;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of identities and trust change while sessions are up: these stay up, and the next one uses the new files. */
@Timeout(60)
@Tag("any-jdk")
class ReloadTest {
    private static final StandingSettings WATCHFUL =
            Lab.QUICK.withWatch(Duration.ofMillis(20)).withRefusedPause(Duration.ofHours(1));

    @TempDir
    Path folder;

    private Path certificate;
    private Path key;
    private Path authorities;

    @BeforeEach
    void writeTheFiles() {
        certificate = folder.resolve("me.crt");
        key = folder.resolve("me.key");
        authorities = folder.resolve("ca.crt");
        hold(Lab.PKI.client());
        replace(authorities, pem(Lab.PKI.authority()));
    }

    private void hold(Credentials who) {
        replace(key, pem("PRIVATE KEY", who.key().getEncoded()));
        replace(certificate, who.chainPem());
    }

    /** As tools do it that mean well: nobody ever sees half of a file. */
    private void replace(Path file, String text) {
        try {
            Path beside = folder.resolve("new");
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(String label, byte[] der) {
        StringWriter text = new StringWriter();
        text.append("-----BEGIN ").append(label).append("-----\n");
        text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
        return text.append("\n-----END ").append(label).append("-----\n").toString();
    }

    private Device device(DeviceSimulator simulator) {
        Tls tls = Tls.trusting(TlsTrust.caFile(authorities)).withIdentity(TlsIdentity.pem(certificate, key));
        return Lab.quick(Device.tls("localhost", simulator.port(), tls).withName("pe1"));
    }

    /** Whose session the device has; it may know of it a moment later than we do. */
    private static String user(Lab lab, DeviceSimulator simulator) {
        lab.await("one session", () -> simulator.sessions().size() == 1);
        return simulator.sessions().stream().map(SessionInfo::user).findFirst().orElse("nobody");
    }

    private static Session cut(Lab lab, DeviceSimulator simulator, StandingSession standing) {
        Session before = standing.session();
        assertThat(simulator.end(before.id(), Ending.RESET)).isTrue();
        lab.await(StandingEvent.Lost.class, lost -> lost.session().equals(before.key()));
        Session after = standing.session();
        assertThat(after.key()).isNotEqualTo(before.key());
        return after;
    }

    @Test
    void aNewIdentityIsUsedByTheNextSessionAndABrokenOneByNone() {
        try (Lab lab = Lab.with(WATCHFUL)) {
            DeviceSimulator simulator = lab.simulate(0);
            StandingSession standing = lab.sessions().keepOpen(device(simulator));
            Session first = standing.session();
            assertThat(user(lab, simulator)).isEqualTo("operator");

            hold(Lab.PKI.issue(Holder.client("auditor")));
            lab.await(FilesReloaded.class);
            assertThat(standing.session().key()).isEqualTo(first.key());
            cut(lab, simulator, standing);
            assertThat(user(lab, simulator)).isEqualTo("auditor");

            int told = lab.of(FilesUnusable.class).size();
            replace(certificate, "-----BEGIN CERTIFICATE-----\nhalf of\n");
            lab.await("the news", () -> lab.of(FilesUnusable.class).size() > told);
            FilesUnusable broken = lab.of(FilesUnusable.class).get(told);
            assertThat(broken.goesOnUntil()).isAfter(Instant.now().plus(Duration.ofDays(300)));
            assertThat(broken.failure())
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(certificate.toString());
            Session stillThere = standing.session();
            assertThat(user(lab, simulator)).isEqualTo("auditor");
            assertThat(cut(lab, simulator, standing).key()).isNotEqualTo(stillThere.key());
            assertThat(user(lab, simulator)).isEqualTo("auditor");

            int reloads = lab.of(FilesReloaded.class).size();
            hold(Lab.PKI.issue(Holder.client("manager")));
            lab.await("the news", () -> lab.of(FilesReloaded.class).size() > reloads);
            cut(lab, simulator, standing);
            assertThat(user(lab, simulator)).isEqualTo("manager");
        }
    }

    @Test
    void aTrustThatIsBrokenIsNotPaperedOverAndSessionsComeBackWhenItIsMended() {
        try (Lab lab = Lab.with(WATCHFUL)) {
            DeviceSimulator simulator = lab.simulate(0);
            StandingSession standing = lab.sessions().keepOpen(device(simulator));
            Session first = standing.session();

            replace(authorities, "nothing");
            FilesUnusable broken = lab.await(FilesUnusable.class);
            assertThat(broken.goesOnUntil()).isNull();
            assertThat(standing.session().key()).isEqualTo(first.key());

            simulator.end(first.id(), Ending.RESET);
            lab.await("refusal", () -> standing.state() instanceof StandingState.Refused);
            assertThat(simulator.sessions()).isEmpty();

            // the next attempt would be an hour away
            replace(authorities, pem(Lab.PKI.authority()));
            lab.awaitUp(standing);
        }
    }

    @Test
    void anAuthorityThatIsTakenAwayIsNotBelievedAnyMore() {
        try (Lab lab = Lab.with(WATCHFUL)) {
            DeviceSimulator simulator = lab.simulate(0);
            StandingSession standing = lab.sessions().keepOpen(device(simulator));
            Session first = standing.session();

            replace(authorities, pem(DevicePki.create().authority()));
            lab.await(FilesReloaded.class);
            simulator.end(first.id(), Ending.RESET);
            lab.await("refusal", () -> standing.state() instanceof StandingState.Refused);

            replace(authorities, pem(DevicePki.create().authority()) + pem(Lab.PKI.authority()));
            lab.awaitUp(standing);
        }
    }

    @Test
    void anIdentityThatWasNeverThereIsARefusalUntilItComes() {
        try (Lab lab = Lab.with(WATCHFUL)) {
            DeviceSimulator simulator = lab.simulate(0);
            replace(key, "nothing");
            StandingSession standing = lab.sessions().keepOpen(device(simulator));
            lab.await("refusal", () -> standing.state() instanceof StandingState.Refused);
            FilesUnusable broken = lab.await(FilesUnusable.class);
            assertThat(broken.goesOnUntil()).isNull();
            assertThat(simulator.connections()).isZero();

            hold(Lab.PKI.issue(Holder.client("auditor")));
            lab.awaitUp(standing);
            assertThat(user(lab, simulator)).isEqualTo("auditor");
        }
    }
}
