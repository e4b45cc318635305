package dev.parley.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.device.Device;
import dev.parley.error.AcquireException;
import dev.parley.error.InputException;
import dev.parley.error.OpenException;
import dev.parley.pool.PooledSession;
import dev.parley.pool.SessionPool;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import dev.parley.ssh.Ssh;
import dev.parley.ssh.SshAccess;
import dev.parley.ssh.SshLogin;
import dev.parley.standing.StandingEvent.Failed;
import dev.parley.standing.StandingEvent.FilesReloaded;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        replace(hosts, known(simulator));
    }

    private static String known(DeviceSimulator simulator) {
        return String.join("\n", HOST_KEYS.knownHosts("127.0.0.1", simulator.port())) + "\n";
    }

    private Device device(DeviceSimulator simulator, SshLogin... logins) {
        Ssh ssh = Ssh.trusting(dev.parley.ssh.HostKeys.knownHosts(hosts)).as("admin", logins);
        return Lab.quick(SshAccess.device("127.0.0.1", simulator.port(), ssh));
    }

    private StandingSession keep(Lab lab, DeviceSimulator simulator) {
        return lab.sessions().keepOpen(device(simulator, SshLogin.keyFile(key)));
    }

    /** Waits until two whole rounds are over: a file that only another session reads changes, and each time that is told. */
    private void awaitRounds(Lab lab) {
        Path others = folder.resolve("others");
        if (!Files.exists(others)) {
            DeviceSimulator other = simulate(lab);
            replace(others, known(other));
            Ssh ssh = Ssh.trusting(dev.parley.ssh.HostKeys.knownHosts(others)).as("admin", SshLogin.key(KEY));
            lab.awaitUp(lab.sessions().keepOpen(Lab.quick(SshAccess.device("127.0.0.1", other.port(), ssh))));
        }
        for (int round = 0; round < 3; round++) {
            long told = changesOf(lab, others);
            lab.await("a round", () -> {
                replace(others, read(others) + "#\n");
                return changesOf(lab, others) > told;
            });
        }
    }

    private static long changesOf(Lab lab, Path file) {
        return lab.of(FilesReloaded.class).stream()
                .filter(reloaded -> reloaded.what().equals(file.toString()))
                .count();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
            awaitRounds(lab);

            Files.delete(key);
            lab.await("the news", () -> changesOf(lab, key) == 1);
            hold(KEY);
            lab.await("the news", () -> changesOf(lab, key) == 2);
            assertThat(standing.session().key()).isEqualTo(first.key());

            assertThat(simulator.end(first.id(), Ending.RESET)).isTrue();
            lab.await(StandingEvent.Lost.class);
            assertThat(standing.session().key()).isNotEqualTo(first.key());
        }
    }

    @Test
    void aKeyThatIsOverwrittenWhileASessionIsUpIsMissedByTheNext() {
        try (Lab lab = Lab.with(WATCHFUL)) {
            DeviceSimulator simulator = simulate(lab);
            know(simulator);
            hold(KEY);
            StandingSession standing = keep(lab, simulator);
            Session first = standing.session();
            replace(key, "nothing");

            lab.await("one session", () -> simulator.sessions().size() == 1);
            assertThat(simulator.end(first.id(), Ending.RESET)).isTrue();
            awaitRefusal(lab, standing);
            assertThat(lab.await(Failed.class).failure())
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(key + " holds no private key");
            hold(KEY);
            lab.awaitUp(standing);
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
    void whoeverBorrowsMayTryAgainWithAnotherKey() {
        try (Lab lab = Lab.with(WATCHFUL.withLogins(1, Duration.ofHours(1)));
                SessionPool pool = lab.sessions().poolBuilder().build()) {
            DeviceSimulator simulator = simulate(lab);
            know(simulator);
            hold(OTHER);
            Device device = device(simulator, SshLogin.keyFile(key));
            assertThatThrownBy(() -> pool.borrow(device)).isInstanceOf(OpenException.class);
            assertThatThrownBy(() -> pool.borrow(device)).isInstanceOf(AcquireException.class);

            hold(KEY);
            lab.await("a session", () -> {
                try (PooledSession session = pool.borrow(device)) {
                    return session.isOpen();
                } catch (AcquireException e) {
                    assertThat(e.reason()).isEqualTo(AcquireException.Reason.REFUSED_BEFORE);
                    return false;
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSameKeyIsNotTriedAgainHoweverOftenItGoesAndComes(boolean deleted) throws IOException {
        try (Lab lab = Lab.with(WATCHFUL)) {
            DeviceSimulator simulator = simulate(lab);
            know(simulator);
            hold(OTHER);
            StandingSession standing = keep(lab, simulator);
            awaitRefusal(lab, standing);
            String contents = read(key);
            if (deleted) {
                Files.delete(key);
            } else {
                replace(key, "nothing");
            }
            awaitRounds(lab);

            replace(key, contents);
            awaitRounds(lab);
            assertThat(standing.current()).isEmpty();
            assertThat(simulator.connections()).isOne();

            hold(KEY);
            lab.awaitUp(standing);
        }
    }

    @Test
    void aWrongPasswordIsNotTriedAgainBecauseAKeyChanges() {
        try (Lab lab = Lab.with(WATCHFUL)) {
            DeviceSimulator simulator = simulate(lab);
            know(simulator);
            hold(OTHER);
            StandingSession standing = lab.sessions()
                    .keepOpen(device(simulator, SshLogin.keyFile(key), SshLogin.password("wrong"::toCharArray)));
            awaitRefusal(lab, standing);

            hold(HostKeys.newPair(HostKeys.Kind.ECDSA));
            awaitRounds(lab);
            assertThat(standing.state()).isInstanceOf(StandingState.Refused.class);
            assertThat(simulator.connections()).isOne();
        }
    }

    @Test
    void aWrongPasswordIsNotTriedAgainBecauseAKeyThatWasMissedIsBack() throws IOException {
        try (Lab lab = Lab.with(WATCHFUL.withLogins(1_000, Duration.ofMillis(50)))) {
            DeviceSimulator simulator = simulate(lab);
            know(simulator);
            hold(OTHER);
            StandingSession standing = lab.sessions()
                    .keepOpen(device(simulator, SshLogin.keyFile(key), SshLogin.password("wrong"::toCharArray)));
            awaitRefusal(lab, standing);
            Files.delete(key);
            lab.await(Failed.class, failed -> failed.failure() instanceof InputException);
            int connections = simulator.connections();

            hold(OTHER);
            awaitRounds(lab);
            assertThat(standing.state()).isInstanceOf(StandingState.Refused.class);
            assertThat(simulator.connections()).isEqualTo(connections);
        }
    }

    @Test
    void allThatWereGivenUpComeBackWithTheFirst() {
        try (Lab lab = Lab.with(WATCHFUL.withLogins(1, Duration.ofHours(1)))) {
            DeviceSimulator simulator = simulate(lab);
            know(simulator);
            hold(OTHER);
            StandingSession one = keep(lab, simulator);
            StandingSession another = keep(lab, simulator);
            lab.await(
                    "giving up",
                    () -> one.state() instanceof StandingState.GivenUp
                            && another.state() instanceof StandingState.GivenUp);
            assertThat(simulator.connections()).isOne();

            hold(KEY);
            one.retry();
            lab.awaitUp(one);
            lab.awaitUp(another);
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

            replace(hosts, known(simulator) + "# more\n");
            awaitRounds(lab);
            assertThat(standing.state()).isInstanceOf(StandingState.Refused.class);
            assertThat(simulator.connections()).isOne();
        }
    }

    @Test
    void aHostThatBecomesKnownIsTried() {
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
