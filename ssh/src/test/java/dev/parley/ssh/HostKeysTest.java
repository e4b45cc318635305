package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.InputException;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.fixture.WatchedClient;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.ssh.HostKeys.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom the client takes for the device (RFC 4251 section 4.1, RFC 4253 section 8). */
@Timeout(60)
class HostKeysTest {
    @TempDir
    Path folder;

    private static String type(DeviceSimulator device, HostKeys trust) {
        try (WatchedClient client = WatchedClient.create();
                Session session =
                        client.open(SshDevice.at(device, SshDevice.ssh().withTrust(trust)))) {
            return ((SshDetails) session.security()).hostKeyType();
        }
    }

    /** Nothing secret is asked for, let alone sent, before the host's key is believed. */
    private static OpenException refused(DeviceSimulator device, HostKeys trust) {
        AtomicBoolean asked = new AtomicBoolean();
        Ssh ssh = SshDevice.ssh().withTrust(trust).as("admin", SshLogin.password(() -> {
            asked.set(true);
            return "secret".toCharArray();
        }));
        try (WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(OpenException.class, SshDevice.at(device, ssh));
            assertThat(failure.phase()).as("%s", failure).isEqualTo(Phase.SECURE);
            assertThat(failure.advice()).isPresent();
            assertThat(asked).isFalse();
            return failure;
        }
    }

    private Path known(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }

    private static String line(DeviceSimulator device, Kind kind) {
        return "[" + device.host() + "]:" + device.port() + " "
                + dev.parley.simulator.ssh.HostKeys.line(SshDevice.KEYS.publicKey(kind));
    }

    // The host is asked for a key that is known, if it has several.
    @ParameterizedTest
    @EnumSource(Kind.class)
    void theKeyThatIsKnownIsTheOneAskedFor(Kind kind) throws IOException {
        try (DeviceSimulator device = SshDevice.start()) {
            Path file = known("known_hosts", List.of("# devices", line(device, kind)));

            assertThat(type(device, HostKeys.knownHosts(file)))
                    .isEqualTo(kind == Kind.RSA ? "rsa-sha2-512" : kind.keyType());
        }
    }

    @Test
    void anUnknownKeyIsRefused() throws IOException {
        try (DeviceSimulator device = SshDevice.start()) {
            Path file = known("known_hosts", List.of());
            OpenException failure = refused(device, HostKeys.knownHosts(file));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.HOST_KEY_UNKNOWN);
            assertThat(failure.traffic().wireIn()).isPositive();
            assertThat(failure)
                    // how far the bytes got explains nothing here
                    .hasMessageNotContaining("bytes from the network")
                    .hasMessageContaining(SshDevice.pin(Kind.ED25519).text())
                    .hasMessageContaining("[127.0.0.1]:" + device.port());
        }
    }

    @Test
    void aChangedKeyIsRefusedWithBothFingerprints() throws IOException {
        var others = dev.parley.simulator.ssh.HostKeys.generate(Kind.ED25519);
        try (DeviceSimulator device = SshDevice.start()) {
            Path file = known(
                    "known_hosts",
                    List.of(
                            "# devices",
                            "[127.0.0.1]:" + device.port() + " "
                                    + dev.parley.simulator.ssh.HostKeys.line(others.publicKey(Kind.ED25519))));
            OpenException failure = refused(device, HostKeys.knownHosts(file));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.HOST_KEY_CHANGED);
            assertThat(failure)
                    .hasMessageContaining("is ssh-ed25519 " + SshDevice.pin(Kind.ED25519))
                    .hasMessageContaining(
                            "but known is ssh-ed25519 " + others.fingerprint(Kind.ED25519) + " (" + file + " line 2)");
        }
    }

    // A device that is known by a key of one type does not become another by showing one of another type.
    @Test
    void aKeyOfAnotherTypeThanTheKnownOneIsAChangedKey() throws IOException {
        var others = dev.parley.simulator.ssh.HostKeys.generate(Kind.RSA);
        try (DeviceSimulator device = SshDevice.start(
                settings -> settings.hostKeys(dev.parley.simulator.ssh.HostKeys.generate(Kind.ED25519)))) {
            Path file = known("known_hosts", others.knownHosts(device.host(), device.port()));

            assertThat(refused(device, HostKeys.knownHosts(file)).reason()).isEqualTo(Reason.HOST_KEY_CHANGED);
        }
    }

    @Test
    void aRevokedKeyIsRefusedEvenIfItIsKnown() throws IOException {
        try (DeviceSimulator device = SshDevice.start()) {
            Path file = known(
                    "known_hosts",
                    List.of(
                            line(device, Kind.ED25519),
                            "@revoked * "
                                    + dev.parley.simulator.ssh.HostKeys.line(SshDevice.KEYS.publicKey(Kind.ED25519))));
            OpenException failure = refused(device, HostKeys.knownHosts(file));

            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.HOST_KEY_REVOKED);
            assertThat(failure).hasMessageContaining(file + " line 2");
        }
    }

    @Test
    void aPinThatDoesNotFitIsRefusedWithBothFingerprints() {
        SshFingerprint other = SshFingerprint.parse(
                dev.parley.simulator.ssh.HostKeys.generate(Kind.ED25519).fingerprint(Kind.ED25519));
        try (DeviceSimulator device = SshDevice.start()) {
            OpenException failure = refused(device, HostKeys.pinned(other));

            assertThat(failure.reason()).isEqualTo(Reason.HOST_KEY_CHANGED);
            assertThat(failure)
                    .hasMessageContaining(SshDevice.pin(Kind.ED25519).text())
                    .hasMessageContaining("but pinned is " + other);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aKeySeenForTheFirstTimeIsWrittenDownForItsOwnerAlone() throws IOException {
        Path file = folder.resolve("new").resolve("known_hosts");
        try (DeviceSimulator device = SshDevice.start()) {
            HostKeys trust = HostKeys.trustOnFirstUse(file);
            assertThat(type(device, trust)).isEqualTo("ssh-ed25519");
            List<String> once = Files.readAllLines(file);
            assertThat(type(device, trust)).isEqualTo("ssh-ed25519");

            assertThat(once).containsExactly(line(device, Kind.ED25519));
            assertThat(Files.readAllLines(file)).isEqualTo(once);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            try (var left = Files.list(file.getParent())) {
                assertThat(left).containsExactly(file);
            }
        }
    }

    @Test
    void aKeyThatHasChangedSinceTheFirstTimeIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("known_hosts"), "# no newline at the end");
        HostKeys trust = HostKeys.trustOnFirstUse(file);
        int port;
        try (DeviceSimulator device = SshDevice.start()) {
            type(device, trust);
            port = device.port();
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
        try (DeviceSimulator other = SshDevice.start(
                settings -> settings.hostKeys(dev.parley.simulator.ssh.HostKeys.generate(Kind.ED25519)))) {
            Files.writeString(file, Files.readString(file).replace("]:" + port + " ", "]:" + other.port() + " "));

            assertThat(refused(other, trust).reason()).isEqualTo(Reason.HOST_KEY_CHANGED);
        }
    }

    @Test
    void whenKeysAreChangedUnderWayNothingIsLearnedAgain() throws IOException {
        Path file = folder.resolve("known_hosts");
        try (DeviceSimulator device = SshDevice.start(settings -> settings.rekeyAfter(20_000));
                WatchedClient client = WatchedClient.create();
                Session session =
                        client.open(SshDevice.at(device, SshDevice.ssh().withTrust(HostKeys.trustOnFirstUse(file))))) {
            for (int i = 0; i < 300; i++) {
                session.send(GetConfig.from(Datastore.RUNNING));
            }

            assertThat(Files.readAllLines(file)).hasSize(1);
            // what became of the file meanwhile does not matter to a session that is open
            Files.writeString(file, "");
            for (int i = 0; i < 300; i++) {
                session.send(GetConfig.from(Datastore.RUNNING));
            }
            assertThat(file).isEmptyFile();
        }
    }

    @Test
    void aHostThatAnotherFileKnowsIsNotSeenForTheFirstTime() throws IOException {
        Path file = folder.resolve("learned");
        try (DeviceSimulator device = SshDevice.start();
                DeviceSimulator other = SshDevice.start(
                        settings -> settings.hostKeys(dev.parley.simulator.ssh.HostKeys.generate(Kind.ED25519)))) {
            Path known = Files.writeString(
                    folder.resolve("known"),
                    line(device, Kind.ED25519).replace("]:" + device.port() + " ", "]:" + other.port() + " "));

            assertThat(refused(other, HostKeys.trustOnFirstUse(file, known)).reason())
                    .isEqualTo(Reason.HOST_KEY_CHANGED);
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void whereNoFileIsThereNobodyIsKnown() {
        try (DeviceSimulator device = SshDevice.start()) {
            HostKeys none = HostKeys.knownHostsIfPresent(List.of(folder.resolve("nowhere")));

            assertThat(refused(device, none).reason()).isEqualTo(Reason.HOST_KEY_UNKNOWN);
            assertThat(refused(device, HostKeys.knownHostsIfPresent(List.of())).reason())
                    .isEqualTo(Reason.HOST_KEY_UNKNOWN);
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        try (DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create()) {
            InputException failure = client.failToOpen(
                    InputException.class,
                    SshDevice.at(device, SshDevice.ssh().withTrust(HostKeys.knownHosts(folder.resolve("nowhere")))));

            assertThat(failure.reason()).isEqualTo(InputException.Reason.FILE_UNREADABLE);
            assertThat(failure)
                    .hasMessage("the known hosts in " + folder.resolve("nowhere")
                            + " cannot be read: there is no such file");
            assertThat(failure.advice().orElseThrow())
                    .contains("ssh-keyscan -p " + device.port() + " 127.0.0.1", "trust on first use");
        }
    }

    @Test
    void aFolderInPlaceOfAFileIsNamed() {
        try (DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create()) {
            for (HostKeys keys : List.of(HostKeys.knownHosts(folder), HostKeys.trustOnFirstUse(folder))) {
                InputException failure = client.failToOpen(
                        InputException.class,
                        SshDevice.at(device, SshDevice.ssh().withTrust(keys)));

                assertThat(failure).hasMessage("the known hosts in " + folder + " cannot be read: it is a directory");
                assertThat(failure.advice()).hasValue("name a file that you may read");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Unreadable.class)
    void aFileThatCannotBeReadIsNamedAndNobodyIsBelieved(Unreadable how) throws IOException {
        try (DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create()) {
            Path file = how.make(folder, line(device, Kind.ED25519));

            InputException failure = client.failToOpen(
                    InputException.class, SshDevice.at(device, SshDevice.ssh().withTrust(HostKeys.knownHosts(file))));

            assertThat(failure.reason()).isEqualTo(InputException.Reason.FILE_UNREADABLE);
            assertThat(failure).hasMessage("the known hosts in " + file + " cannot be read: " + how.words());
        }
    }
}
