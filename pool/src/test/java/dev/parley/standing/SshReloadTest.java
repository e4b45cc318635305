package dev.parley.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.error.InputException;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import dev.parley.ssh.Ssh;
import dev.parley.ssh.SshAccess;
import dev.parley.ssh.SshLogin;
import dev.parley.standing.StandingEvent.Attempted;
import dev.parley.standing.StandingEvent.FilesReloaded;
import dev.parley.standing.StandingEvent.FilesUnusable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of SSH keys and known hosts change while sessions are up, or wanted. An attempt that is not hastened is an hour away. */
@Timeout(60)
@Tag("any-jdk")
class SshReloadTest {
    private static final StandingSettings WATCHFUL = Lab.QUICK
            .withWatch(Duration.ofMillis(20))
            .withRefusedPause(Duration.ofHours(1))
            .withLogins(2, Duration.ofHours(1));
    private static final HostKeys HOST_KEYS = HostKeys.generate(HostKeys.Kind.ED25519);
    private static final KeyPair KEY = HostKeys.newPair(HostKeys.Kind.ECDSA);
    private static final KeyPair OTHER = HostKeys.newPair(HostKeys.Kind.ECDSA);

    @TempDir
    Path folder;

    private Path key;
    private Path hosts;

    @BeforeEach
    void nameTheFiles() {
        key = folder.resolve("id");
        hosts = folder.resolve("known_hosts");
    }

    private void hold(KeyPair pair) {
        replace(key, HostKeys.privateKey(pair, "a key"));
    }

    private void replace(Path file, String text) {
        try {
            Path beside = Files.writeString(folder.resolve("new"), text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DeviceSimulator simulate(Lab lab) {
        return lab.start(DeviceSimulator.builder()
                .ssh(SshSettings.of(HOST_KEYS, SshUser.named("admin").key(KEY.getPublic()))));
    }

    private void know(DeviceSimulator simulator) {
        replace(hosts, String.join("\n", HOST_KEYS.knownHosts("127.0.0.1", simulator.port())) + "\n");
    }

    private StandingSession keep(Lab lab, DeviceSimulator simulator) {
        Ssh ssh = Ssh.trusting(dev.parley.ssh.HostKeys.knownHosts(hosts)).as("admin", SshLogin.keyFile(key));
        Device device = Lab.quick(SshAccess.device("127.0.0.1", simulator.port(), ssh));
        return lab.sessions().keepOpen(device);
    }

    private static void awaitRefusal(Lab lab, StandingSession standing) {
        lab.await("refusal", () -> standing.state() instanceof StandingState.Refused);
    }

    @Test
    void aKeyThatWasBrokenIsUsedWhenItIsMended() {
        try (Lab lab = Lab.with(WATCHFUL)) {
            DeviceSimulator simulator = simulate(lab);
            know(simulator);
            replace(key, "nothing");
            StandingSession standing = keep(lab, simulator);
            awaitRefusal(lab, standing);
            assertThat(simulator.connections()).isZero();

            hold(KEY);
            lab.awaitUp(standing);
        }
    }

    @Test
    void aSessionStaysUpWhileItsKeyGoesAndComes() throws IOException {
        try (Lab lab = Lab.with(WATCHFUL)) {
            DeviceSimulator simulator = simulate(lab);
            know(simulator);
            hold(KEY);
            StandingSession standing = keep(lab, simulator);
            Session first = standing.session();

            Files.delete(key);
            FilesUnusable gone = lab.await(FilesUnusable.class);
            assertThat(gone.what()).isEqualTo(key.toString());
            assertThat(gone.failure()).isInstanceOf(InputException.class).hasMessageContaining(key.toString());
            assertThat(standing.session().key()).isEqualTo(first.key());

            hold(KEY);
            FilesReloaded back = lab.await(FilesReloaded.class);
            assertThat(back.what()).isEqualTo(key.toString());
            assertThat(standing.session().key()).isEqualTo(first.key());

            assertThat(simulator.end(first.id(), Ending.RESET)).isTrue();
            lab.await(StandingEvent.Lost.class);
            assertThat(standing.session().key()).isNotEqualTo(first.key());
        }
    }

    @Test
    void anotherKeyMayLetInWhomThatOneDidNot() {
        try (Lab lab = Lab.with(WATCHFUL.withLogins(1, Duration.ofHours(1)))) {
            DeviceSimulator simulator = simulate(lab);
            know(simulator);
            hold(OTHER);
            StandingSession standing = keep(lab, simulator);
            lab.await("giving up", () -> standing.state() instanceof StandingState.GivenUp);

            hold(KEY);
            lab.awaitUp(standing);
        }
    }

    @Test
    void otherKnownHostsAreNoReasonToTryARefusedLoginAgain() {
        try (Lab lab = Lab.with(WATCHFUL)) {
            DeviceSimulator simulator = simulate(lab);
            know(simulator);
            hold(OTHER);
            StandingSession standing = keep(lab, simulator);
            awaitRefusal(lab, standing);
            int attempts = lab.of(Attempted.class).size();

            // when the second change is told, all that comes of the first has begun
            for (int told = 1; told <= 2; told++) {
                replace(hosts, "# ".repeat(told));
                int news = told;
                lab.await("the news", () -> lab.of(FilesReloaded.class).size() == news);
            }
            assertThat(standing.state()).isInstanceOf(StandingState.Refused.class);
            assertThat(lab.of(Attempted.class)).hasSize(attempts);
        }
    }

    @Test
    void aHostThatBecomesKnownIsTriedAtOnce() {
        try (Lab lab = Lab.with(WATCHFUL)) {
            DeviceSimulator simulator = simulate(lab);
            replace(hosts, "");
            hold(KEY);
            StandingSession standing = keep(lab, simulator);
            awaitRefusal(lab, standing);

            know(simulator);
            lab.awaitUp(standing);
        }
    }
}
