package dev.parley.cli.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import dev.parley.ssh.Ssh;
import dev.parley.ssh.SshAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesFileTest {
    private static final String PIN = "AB:".repeat(31) + "AB";

    private static final Surroundings NOBODY =
            new Surroundings(Path.of("/nonexistent"), Map.of(), new NoSecrets(), warning -> {});

    @TempDir
    private Path folder;

    private DevicesFile read(String yaml) throws IOException {
        return DevicesFile.read(Files.writeString(folder.resolve("devices.yaml"), yaml));
    }

    private static Device device(DevicesFile file, String name) {
        return file.find(name).toDevice(name, NOBODY);
    }

    @Test
    void aDeviceHasWhatTheDefaultsSayUnlessItSaysOtherwise() throws IOException {
        DevicesFile file = read("""
                defaults:
                  ca: ca.crt
                  cert: me.crt
                  key: keys/me.key
                  timeout: 20s
                devices:
                  pe1:
                    url: tls://10.0.0.1:6514
                    server-name: pe1.example.net
                    timeout: 5s
                    strict: true
                  pe2:
                """);

        DeviceSettings pe1 = file.find("pe1");
        assertThat(pe1.url()).isEqualTo("tls://10.0.0.1:6514");
        assertThat(pe1.tls().serverName()).isEqualTo("pe1.example.net");
        assertThat(pe1.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(pe1.tls().identity())
                .isEqualTo(new IdentitySettings(folder.resolve("me.crt"), folder.resolve("keys/me.key"), null));
        assertThat(pe1.strict()).isTrue();
        Device pe2 = device(file, "pe2");
        assertThat(pe2.label()).isEqualTo("pe2 (pe2:6513)");
        assertThat(pe2.timeouts().hello()).isEqualTo(Duration.ofSeconds(20));
        assertThat(pe2.protocol().strict()).isFalse();
    }

    @Test
    void defaultsAlsoHoldForDevicesThatAreNamedByTheirUrl() throws IOException {
        DevicesFile file = read("defaults:\n  pin: " + PIN + "\n");

        Device device = device(file, "tls://192.0.2.7:99");

        assertThat(device.name()).isEqualTo("192.0.2.7:99");
        assertThat(device.access())
                .asInstanceOf(type(TlsAccess.class))
                .extracting(access -> access.tls().trust().toString())
                .isEqualTo("pinned certificates");
    }

    @Test
    void whoIsTrustedIsSaidInOnePlace() throws IOException {
        DevicesFile file = read("devices:\n  pe1:\n    ca: system\n    pin: [" + PIN + "]\n");
        TlsSettings commandLine =
                new TlsSettings(IdentitySettings.NONE, new TrustSettings(null, null, List.of(PIN), false), null, null);

        assertThat(file.find("pe1").tls().trust().authorities()).isEqualTo(TrustSettings.SYSTEM);
        assertThat(commandLine.over(file.find("pe1").tls()).trust().authorities())
                .isNull();
    }

    @Test
    void devicesAreReachedBySshToo() throws IOException {
        DevicesFile file = read("""
                defaults:
                  ca: ca.crt
                  user: admin
                  known-hosts: [known_hosts, ~/.ssh/known_hosts]
                  jump: bastion
                  ssh-config: none
                devices:
                  pe1:
                    url: ssh://pe1.example.net
                  pe2:
                    url: ssh://root@pe2:22
                    user: netconf
                    jump: [me@outer:2222, inner]
                    subsystem: xmlagent
                  pe3:
                    url: ssh://pe3
                    jump: none
                    host-key: SHA256:8XbkWzVqzOTlSSKRLNdBNyBxmkvRlhSsgZLxjdkpFqw
                """);

        assertThat(device(file, "pe1").label()).isEqualTo("pe1 (pe1.example.net:830)");
        assertThat(ssh(file, "pe1").user()).isEqualTo("admin");
        assertThat(ssh(file, "pe1").trust().toString())
                .isEqualTo("the host keys in " + folder.resolve("known_hosts") + ", "
                        + Path.of(System.getProperty("user.home"), ".ssh", "known_hosts"));
        assertThat(access(ssh(file, "pe1").jump()).address()).isEqualTo("bastion:22");
        assertThat(device(file, "pe2").label()).isEqualTo("pe2 (pe2:22)");
        assertThat(ssh(file, "pe2").user()).isEqualTo("netconf");
        SshAccess inner = access(ssh(file, "pe2").jump());
        assertThat(inner.address()).isEqualTo("inner:22");
        assertThat(access(inner.ssh().jump()).address()).isEqualTo("outer:2222");
        assertThat(access(inner.ssh().jump()).ssh().user()).isEqualTo("me");
        assertThat(ssh(file, "pe3").jump()).isNull();
        assertThat(ssh(file, "pe3").trust().toString()).contains("SHA256:8XbkWz");
    }

    private static Ssh ssh(DevicesFile file, String name) {
        return access(device(file, name).access()).ssh();
    }

    private static SshAccess access(@Nullable Object access) {
        assertThat(access).isInstanceOf(SshAccess.class);
        return (SshAccess) Objects.requireNonNull(access);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insecure-trust-anyone: true, known-hosts: f | --insecure-trust-anyone leaves nothing",
                "host-key: 'SHA256:8XbkWzVqzOTlSSKRLNdBNyBxmkvRlhSsgZLxjdkpFqw', trust-on-first-use: true | --host-key believes",
                "trust-on-first-use: true, known-hosts: [f, g] | reads and writes one file",
                "subsystem: a, ssh-command: b | both say what to start",
                "jump: [none, bastion] | leaves no room"
            })
    void whatContradictsItselfIsRefused(String fields, String message) throws IOException {
        DevicesFile file = read("devices:\n  pe1: {url: 'ssh://pe1', ssh-config: none, " + fields + "}\n");

        assertThatThrownBy(() -> device(file, "pe1"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anEmptyFileHasNoDevices() throws IOException {
        assertThat(read("# nothing yet\n").devices()).isEmpty();
        assertThat(read("devices:\n").devices()).isEmpty();
    }

    @Test
    void theHomeIsWrittenAsATilde() throws IOException {
        assertThat(read("devices:\n  pe1:\n    ca: ~/ca.crt\n")
                        .find("pe1")
                        .tls()
                        .trust()
                        .authorities())
                .isEqualTo(Path.of(System.getProperty("user.home"), "ca.crt"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "devices:\\n  pe1:\\n    urll: tls://pe1\\n|:3:5: \"urll\" is not a field of device pe1|did you mean \"url\"?",
                "device:\\n  pe1:\\n|:1:1: \"device\" is not a field of the file|did you mean \"devices\"?",
                "defaults:\\n  password: x\\n|:2:13: password of defaults is a secret|password-file",
                "defaults:\\n  colour: x\\n|:2:3: \"colour\" is not a field of defaults|known are url, call-home,",
                "devices: [pe1]\\n|:1:11: a device must be a mapping|",
                "devices:\\n  pe1: tls://pe1\\n|:2:8: device pe1 must be a mapping|",
                "devices:\\n  pe1:\\n    timeout: soon\\n|:3:14: timeout: \"soon\" is not a time|write it like",
                "devices:\\n  pe1:\\n    timeout: 25h\\n|:3:14: timeout: a time limit is above zero and at most a day|from 1ms to 24h",
                "defaults:\\n  timeout: 1441m\\n|:2:12: timeout: a time limit is above zero and at most a day|from 1ms to 24h",
                "devices:\\n  pe1:\\n    strict: maybe\\n|:3:13: strict must be true or false|",
                "devices:\\n  pe1:\\n    url: telnet://pe1\\n|:3:10: url: \"telnet://pe1\" has a scheme that is not known|ssh://",
                "devices:\\n  pe1:\\n    url: ssh://pe1\\n    ca: ca.crt\\n|:4:9: ca is for tls://, and this device is reached by ssh://|--known-hosts",
                "devices:\\n  pe1:\\n    identity: id_rsa\\n|:3:15: identity is for ssh://, and this device is reached by tls://|--cert",
                "devices:\\n  pe1:\\n    url: unix:///run/x\\n    user: me\\n|:4:11: user is for ssh://|leave it out",
                "devices:\\n  pe1:\\n    url: ssh://pe1\\n    host-key: MD5:00\\n|:4:15: host-key: |ssh-keygen -l",
                "devices:\\n  pe1:\\n    url: ssh://pe1\\n    jump: [a, 'b:0']\\n|:4:15: jump: |",
                "devices:\\n  pe1:\\n    pin: abc\\n|:3:10: pin: 'abc' is not a SHA-256 fingerprint|openssl x509",
                "devices:\\n  pe1:\\n    call-home: [dns:pe1, pe1]\\n|:3:26: call-home: \"pe1\" is nothing that a caller is known by|dns:NAME",
                "devices:\\n  pe1:\\n    call-home: sha256:AB\\n|:3:16: call-home: |openssl x509",
                "devices:\\n  pe1:\\n    ca: [a, b]\\n|:3:10: ca must be a single value|",
                "devices:\\n  pe1:\\n  pe1:\\n|:3:3: there is a device \"pe1\" already|a name of its own",
                "devices:\\n\\tpe1:\\n|:2:1: found character '\\t(TAB)'|indent with spaces",
                "devices: {\\n|:2:1: |it is YAML"
            })
    void whatIsWrongIsReportedWithItsPlace(String yaml, String message, String advice) {
        assertThatThrownBy(() -> read(yaml.replace("\\n", "\n").replace("\\t", "\t")))
                .asInstanceOf(type(InputException.class))
                .satisfies(wrong -> {
                    assertThat(wrong.getMessage()).contains("devices.yaml" + message.replace("\\t", "\\t"));
                    if (advice != null) {
                        assertThat(wrong.advice().orElse("")).contains(advice);
                    }
                });
    }

    @Test
    void aDeviceThatIsNotThereIsGuessedAt() throws IOException {
        DevicesFile file = read("devices:\n  core-1:\n    url: tls://c1\n");

        assertThatThrownBy(() -> file.find("cor-1"))
                .asInstanceOf(type(InputException.class))
                .satisfies(unknown -> {
                    assertThat(unknown.getMessage())
                            .contains("no device \"cor-1\" in ")
                            .contains("devices.yaml");
                    assertThat(unknown.advice()).contains("did you mean core-1?");
                });
    }

    @Test
    void withoutAFileAUrlIsAdvised() {
        DevicesFile file = DevicesFile.readIfPresent(folder.resolve("none.yaml"));

        assertThatThrownBy(() -> file.find("pe1"))
                .asInstanceOf(type(InputException.class))
                .satisfies(unknown -> assertThat(unknown.advice().orElse("")).contains("ssh://pe1 or tls://pe1"));
    }

    @Test
    void aFileThatIsAskedForMustBeThere() {
        assertThatThrownBy(() -> DevicesFile.read(folder.resolve("none.yaml")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> DevicesFile.read(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it is a directory");
    }

    @Test
    void theFileIsWhereTheDesktopsAgreedOn() {
        assertThat(DevicesFile.standardPath(Map.of("XDG_CONFIG_HOME", "/etc/xdg")))
                .isEqualTo(Path.of("/etc/xdg/parley/devices.yaml"));
        assertThat(DevicesFile.standardPath(Map.of("XDG_CONFIG_HOME", "relative")))
                .isEqualTo(DevicesFile.standardPath(Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".config", "parley", "devices.yaml"));
    }

    @Test
    void cleartextMustBeAskedFor() throws IOException {
        DevicesFile file = read("devices:\n  lab:\n    url: tcp://127.0.0.1:2022\n");

        assertThatThrownBy(() -> device(file, "lab"))
                .asInstanceOf(type(InputException.class))
                .satisfies(refused -> {
                    assertThat(refused.getMessage()).contains("encrypts nothing");
                    assertThat(refused.advice().orElse("")).contains("--cleartext");
                });
    }

    @Test
    void itMustBeSaidWhomToTrust() throws IOException {
        DevicesFile file = read("devices:\n  pe1:\n");

        assertThatThrownBy(() -> device(file, "pe1"))
                .isInstanceOf(InputException.class)
                .hasMessage("it is not said which certificate of pe1 to believe");
    }
}
