package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.simulator.ssh.Algorithms;
import dev.parley.simulator.ssh.AuthMethod;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.HostKeys.Kind;
import dev.parley.simulator.ssh.SshSettings.Forwarding;
import dev.parley.simulator.ssh.SshUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices over SSH, as a stranger meets them. */
class SshTest {
    @TempDir
    private Path folder;

    private SshTestDevice device;

    @BeforeEach
    void start() throws IOException {
        device = SshTestDevice.start(folder);
    }

    @AfterEach
    void stop() {
        device.close();
    }

    private String[] byKey(String name, String... more) {
        String[] all = new String[more.length + 2];
        System.arraycopy(more, 0, all, 2, more.length);
        all[0] = "--identity";
        all[1] = device.file("id");
        return device.command(name, all);
    }

    @Test
    void aKeyOpensASessionAndHelloShowsHowItIsSecured() {
        Result hello = Shell.plain().run(byKey("hello"));

        assertThat(hello.status()).as(hello.err()).isZero();
        assertThat(hello.out())
                .contains("session 1 at 127.0.0.1:" + device.port())
                .containsPattern("SSH +\\S+, \\S+")
                .contains("operator, by publickey")
                .containsPattern("host key +ssh-ed25519 \\Q" + device.fingerprint());
        assertThat(hello.err()).contains("authenticate");
        assertThat(Shell.plain().run(byKey("get-config")).out()).contains("<hostname>pe1</hostname>");
    }

    @Test
    void programsAreToldToo() {
        assertThat(Shell.plain().run(byKey("hello", "--json")).out())
                .contains("\"tls\":null", "\"hostKeyType\":\"ssh-ed25519\"", "\"hostKey\":\"" + device.fingerprint())
                .contains("\"user\":\"operator\",\"methods\":[\"publickey\"],\"jumps\":[]");
    }

    @Test
    void thePasswordComesFromTheEnvironmentOrAFile() {
        assertThat(Shell.plain()
                        .with("PARLEY_PASSWORD", SshTestDevice.PASSWORD)
                        .run(device.command("hello"))
                        .out())
                .contains("operator, by password");
        Result file = Shell.plain().run(device.command("hello", "--password-file", device.file("password")));
        assertThat(file.out()).contains("operator, by password");
        assertThat(file.err()).doesNotContain("warning");
    }

    @Test
    void aPasswordAlsoAnswersTheOneHiddenQuestion() throws IOException {
        try (SshTestDevice asking = SshTestDevice.start(folder, ssh -> ssh.anyOf(AuthMethod.KEYBOARD_INTERACTIVE))) {
            assertThat(Shell.plain()
                            .with("PARLEY_PASSWORD", SshTestDevice.PASSWORD)
                            .run(asking.command("hello"))
                            .out())
                    .contains("operator, by keyboard-interactive");
        }
    }

    @Test
    void aWrongPasswordIsNeverShown() {
        Result result = Shell.plain().with("PARLEY_PASSWORD", "hunter2").run(device.command("hello", "-vv"));

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err())
                .contains("the device does not let operator in; tried password")
                .contains("it offers publickey, password, keyboard-interactive")
                .contains("→ check the user's name")
                .doesNotContain("bytes from the network", "decrypted")
                .doesNotContain("hunter2");
    }

    @Test
    void whoHasNothingToShowIsToldWhatThereIs() {
        Result result = Shell.plain().run(device.command("hello"));

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err())
                .contains("tried nothing; it offers publickey, password")
                .contains("--identity FILE gives a key, PARLEY_PASSWORD or --password-file FILE a password");
    }

    @Test
    void aKeyThatIsRefusedIsNamed() throws IOException {
        try (SshTestDevice other = SshTestDevice.start(Files.createDirectory(folder.resolve("other")))) {
            Result result = Shell.plain().run(device.command("hello", "--identity", other.file("id")));

            assertThat(result.status()).isEqualTo(4);
            assertThat(result.err())
                    .containsPattern("tried key ecdsa-sha2-nistp256 SHA256:\\S+ \\(\\Q" + other.file("id"));
        }
    }

    @Test
    void anEncryptedKeyTakesItsPassphrase() {
        String[] command = device.command("hello", "--identity", device.file("id.encrypted"));

        assertThat(Shell.plain()
                        .with("PARLEY_KEY_PASSPHRASE", SshTestDevice.PASSWORD)
                        .run(command)
                        .status())
                .isZero();
        Result wrong = Shell.plain().with("PARLEY_KEY_PASSPHRASE", "hunter2").run(command);
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("cannot be decrypted: the passphrase is wrong")
                .doesNotContain("hunter2");
        Result none = Shell.plain().run(device.command("hello", "--identity", device.file("id.encrypted")));
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("id.encrypted is encrypted", "--passphrase-file");
    }

    @Test
    void filesThatAreMissingOrMixedUpAreNamed() throws IOException {
        assertThat(Shell.plain()
                        .run(device.command("hello", "--identity", device.file("none")))
                        .err())
                .contains("cannot read the key in " + device.file("none") + ": there is no such file");
        assertThat(Shell.plain()
                        .run(device.command("hello", "--identity", folder.toString()))
                        .err())
                .contains("cannot read the key in " + folder + ": it is a directory");
        assertThat(Shell.plain()
                        .run(device.command("hello", "--identity", device.file("known_hosts")))
                        .err())
                .contains("known_hosts holds no private key");
        assertThat(Shell.plain()
                        .run(byKey("hello", "--password-file", device.file("none")))
                        .err())
                .contains("cannot read the password in " + device.file("none"));
        assertThat(Shell.plain()
                        .run("hello", device.url(), "--known-hosts", device.file("none"), "--ssh-config", "none")
                        .err())
                .contains("the known hosts in " + device.file("none") + " cannot be read: there is no such file")
                .contains(
                        "ssh-keyscan -p " + device.port() + " 127.0.0.1", "--trust-on-first-use", "--known-hosts FILE")
                .doesNotContain("Exception");
        assertThat(Shell.plain()
                        .run("hello", device.url(), "--known-hosts", folder.toString(), "--ssh-config", "none")
                        .err())
                .contains("the known hosts in " + folder + " cannot be read: it is a directory", "--known-hosts FILE");
    }

    @Test
    void anUnknownHostKeyIsShownAndRefused() {
        Result result = Shell.plain().run("hello", device.url(), "--ssh-config", "none");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err())
                .contains("ssh-ed25519 " + device.fingerprint() + " is not known for [127.0.0.1]:" + device.port())
                .contains("→ compare the fingerprint", "--host-key SHA256:…", "--trust-on-first-use");
    }

    @Test
    void aChangedHostKeyIsShownBesideTheKnownOne() throws IOException {
        HostKeys before = HostKeys.generate(Kind.ED25519);
        String known = device.write(
                "known_hosts", before.knownHosts("127.0.0.1", device.port()).get(0) + "\n");

        Result result = Shell.plain().run(byKey("hello", "--trust-on-first-use"));

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err())
                .contains(device.fingerprint(), before.fingerprint(Kind.ED25519))
                .contains(known + " line 1");
        assertThat(Files.readString(Path.of(known))).doesNotContain(device.fingerprint());
    }

    @Test
    void aHostKeyCanBePinned() {
        String[] pinned = {
            "hello",
            device.url(),
            "--identity",
            device.file("id"),
            "--ssh-config",
            "none",
            "--host-key",
            device.fingerprint()
        };
        assertThat(Shell.plain().run(pinned).status()).isZero();
        pinned[pinned.length - 1] = HostKeys.generate(Kind.ED25519).fingerprint(Kind.ED25519);
        Result other = Shell.plain().run(pinned);
        assertThat(other.status()).isEqualTo(4);
        assertThat(other.err()).contains(device.fingerprint(), "but pinned is " + pinned[pinned.length - 1]);
    }

    @Test
    void theFirstKeyIsWrittenDownWhereThatIsAskedFor() throws IOException {
        Path known = folder.resolve("new").resolve("known_hosts");
        String[] command = {
            "hello",
            device.url(),
            "--identity",
            device.file("id"),
            "--ssh-config",
            "none",
            "--known-hosts",
            known.toString(),
            "--trust-on-first-use"
        };

        assertThat(Shell.plain().run(command).status()).isZero();
        assertThat(known).content().contains("[127.0.0.1]:" + device.port() + " ssh-ed25519 ");
        command[command.length - 1] = "--strict";
        assertThat(Shell.plain().run(command).status()).isZero();
    }

    @Test
    void whatOpenSshIsToldHolds() throws IOException {
        String config = device.write(
                "config",
                "Host lab\n HostName 127.0.0.1\n Port " + device.port() + "\n User operator\n IdentityFile "
                        + device.file("id") + "\n UserKnownHostsFile " + device.file("known_hosts") + "\n");

        Result result = Shell.plain().run("hello", "ssh://lab", "--ssh-config", config);
        assertThat(result.out()).as(result.err()).contains("operator, by publickey");
        Result other = Shell.plain().run("hello", "ssh://root@lab", "--ssh-config", config);
        assertThat(other.err()).contains("does not let root in");
    }

    @Test
    void theHomeOfTheUserIsUsed() throws IOException {
        Path ssh = Files.createDirectory(folder.resolve(".ssh"));
        Files.copy(folder.resolve("id"), ssh.resolve("id_ecdsa"));
        Files.copy(folder.resolve("id.encrypted"), ssh.resolve("id_rsa"));
        Files.copy(folder.resolve("known_hosts"), ssh.resolve("known_hosts"));

        Shell shell = Shell.plain().with("HOME", folder.toString());
        Result result = shell.run("hello", device.url());

        assertThat(result.out()).as(result.err()).contains("operator, by publickey");
        assertThat(result.err())
                .contains("warning: the key in " + ssh.resolve("id_rsa") + " is encrypted and is left out");
        Result opened =
                shell.with("PARLEY_KEY_PASSPHRASE", SshTestDevice.PASSWORD).run("hello", device.url());
        assertThat(opened.err()).doesNotContain("warning");
    }

    @Test
    void looseHostKeyCheckingIsNotHonouredSilently() throws IOException {
        String config = device.write("config", "Host *\n  StrictHostKeyChecking no\n");

        Result result = Shell.plain().run("hello", device.url(), "--ssh-config", config);

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err())
                .contains("warning: " + config + ":2: that unknown host keys are believed is not honoured");
    }

    @Test
    void aConfigurationThatCannotBeFollowedIsNoReasonToGoElsewhere() throws IOException {
        String config = device.write("config", "Host *\n  ProxyCommand nc %h %p\n");

        Result result = Shell.plain().run("hello", device.url(), "--ssh-config", config);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(config + ":2: proxycommand is not supported", "--jump", "--ssh-config none");
        assertThat(device.simulator().connections()).isZero();
    }

    @Test
    void jumpHostsLeadToTheDeviceAndNeverSeeItsPassword() throws IOException {
        Path there = Files.createDirectory(folder.resolve("bastion"));
        try (SshTestDevice bastion = SshTestDevice.start(
                there,
                ssh -> ssh.forwarding(Forwarding.ANYWHERE)
                        .user(SshUser.named("me").password(SshTestDevice.PASSWORD)))) {
            String both = device.write(
                    "known_hosts",
                    Files.readString(folder.resolve("known_hosts")) + Files.readString(there.resolve("known_hosts")));
            String jump = "127.0.0.1:" + bastion.port();
            String[] command = device.command(
                    "hello",
                    "--jump",
                    "operator@" + jump,
                    "--identity",
                    bastion.file("id"),
                    "--password-file",
                    device.file("password"),
                    "--known-hosts",
                    both);

            Result result = Shell.plain().run(command);

            assertThat(result.out())
                    .as(result.err())
                    .contains("operator, by password")
                    .containsPattern("through +operator@\\Q" + jump);
            Result without = Shell.plain()
                    .with("PARLEY_PASSWORD", SshTestDevice.PASSWORD)
                    .run(device.command("hello", "--jump", "me@" + jump, "--known-hosts", both));
            assertThat(without.status()).isEqualTo(4);
            assertThat(without.err())
                    .contains("jump host " + jump, "does not let me in; tried nothing")
                    .contains("--jump USER@HOST", "--identity FILE")
                    .doesNotContain("--password-file", "PARLEY_PASSWORD");
            String[] pinned = {
                "hello",
                device.url(),
                "--jump",
                "operator@" + jump,
                "--ssh-config",
                "none",
                "--host-key",
                device.fingerprint(),
                "--identity",
                device.file("id")
            };
            Result stranger = Shell.plain().run(pinned);
            assertThat(stranger.status()).isEqualTo(4);
            assertThat(stranger.err())
                    .contains("jump host " + jump, bastion.fingerprint() + " is not known")
                    .contains("--known-hosts FILE", "--trust-on-first-use")
                    .doesNotContain("--host-key");
        }
    }

    @Test
    void aJumpHostThatIsDownIsNamed() throws IOException {
        int closed;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }

        Result result = Shell.plain().run(byKey("hello", "--jump", "127.0.0.1:" + closed));

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err())
                .contains(
                        "connection refused", "nothing listens on port " + closed, "the jump host 127.0.0.1:" + closed);
    }

    @Test
    void oldAlgorithmsAreNamedAndAllowedByNameOnly() throws IOException {
        try (SshTestDevice old = SshTestDevice.start(
                folder, ssh -> ssh.algorithms(Algorithms.usual().keyExchange("diffie-hellman-group14-sha1")))) {
            String[] command = old.command("hello", "--identity", old.file("id"));
            Result result = Shell.plain().run(command);

            assertThat(result.status()).isEqualTo(4);
            assertThat(result.err())
                    .contains("the device offers diffie-hellman-group14-sha1; we accept ", "curve25519-sha256")
                    .contains("--insecure-legacy-algorithms");
            Result allowed = Shell.plain()
                    .run(old.command("hello", "--identity", old.file("id"), "--insecure-legacy-algorithms"));
            assertThat(allowed.out()).as(allowed.err()).contains("diffie-hellman-group14-sha1");
        }
    }

    @Test
    void subsystemsAndCommandsCanBeNamed() throws IOException {
        try (SshTestDevice other =
                SshTestDevice.start(folder, ssh -> ssh.withoutSubsystem().command("xml-mode netconf need-trailer"))) {
            String[] key = {"--identity", other.file("id")};
            Result missing = Shell.plain().run(other.command("hello", key));
            assertThat(missing.status()).isEqualTo(5);
            assertThat(missing.err()).contains("--subsystem NAME", "--ssh-command LINE");
            assertThat(Shell.plain()
                            .run(other.command(
                                    "hello", key[0], key[1], "--ssh-command", "xml-mode netconf need-trailer"))
                            .status())
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssh://pe1 | --ca | f | --ca is for tls://, and this device is reached by ssh:// | --known-hosts FILE",
                "ssh://pe1 | --cert | f | --cert is for tls:// | --identity FILE",
                "tls://pe1 | --identity | f | --identity is for ssh:// | --cert FILE --key FILE",
                "tls://pe1 | --known-hosts | f | --known-hosts is for ssh:// | --ca FILE",
                "tls://pe1 | --jump | bastion | --jump is for ssh:// | ssh://",
                "unix:///run/x | --user | me | --user is for ssh:// | leave it out",
                "ssh://pe1 | --host-key | MD5:00:11 | is not a fingerprint | ssh-keygen -l",
                "ssh://pe1 | --jump | a:b:c | is not [USER@]HOST[:PORT] | me@bastion",
                "pe1 | --user | me | there is no device \"pe1\" | ssh://pe1 or tls://pe1"
            })
    void whatDoesNotFitIsSaidBeforeAnythingIsSent(
            String url, String option, String value, String message, String advice) {
        Result result = Shell.plain().run("hello", url, option, value);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(message, advice);
    }
}
