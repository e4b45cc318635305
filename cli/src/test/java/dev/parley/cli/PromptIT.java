package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.ssh.AuthMethod;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.HostKeys.Kind;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a person at a terminal is asked, and what becomes of the answers, with the distribution as it is built. */
@Timeout(120)
@EnabledIf(value = "dev.parley.cli.PseudoTerminal#isPossible", disabledReason = "there is no script of util-linux")
class PromptIT {
    private static final String PARLEY =
            Path.of("target", "parley", "bin", "parley").toAbsolutePath().toString();
    private static final String PASSWORD = "open sesame";

    @TempDir
    private Path folder;

    private DeviceSimulator device;

    @AfterEach
    void stop() {
        if (device != null) {
            device.close();
        }
    }

    private void start(SshUser user, AuthMethod method) throws IOException {
        HostKeys keys = HostKeys.generate(Kind.ED25519);
        device = DeviceSimulator.builder()
                .ssh(SshSettings.of(keys, user).allOf(method))
                .running("<system xmlns=\"urn:ietf:params:xml:ns:yang:ietf-system\"><hostname>pe1</hostname></system>")
                .start();
        Files.write(folder.resolve("known_hosts"), keys.knownHosts("127.0.0.1", device.port()));
    }

    private void startWithPassword() throws IOException {
        start(SshUser.named("operator").password(PASSWORD), AuthMethod.PASSWORD);
    }

    private String parley(String name, String more) {
        return "'" + PARLEY + "' " + name + " ssh://operator@127.0.0.1:" + device.port()
                + " --known-hosts known_hosts --ssh-config none --no-agent " + more;
    }

    private PseudoTerminal run(String command) throws IOException {
        return PseudoTerminal.run(folder, command);
    }

    @Test
    void aPasswordIsAskedForAndNotShown() throws Exception {
        startWithPassword();
        try (PseudoTerminal terminal = run(parley("hello", ""))) {
            terminal.await("operator@127.0.0.1's password: ").type(PASSWORD + "\n");

            assertThat(terminal.status()).isZero();
            assertThat(terminal.screen())
                    .contains("session 1 at 127.0.0.1:", "operator, by password")
                    .doesNotContain(PASSWORD);
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndNeverShown() throws Exception {
        startWithPassword();
        try (PseudoTerminal terminal = run(parley("hello", ""))) {
            terminal.await("password: ").type("hunter2\n");

            assertThat(terminal.status()).isEqualTo(4);
            assertThat(terminal.screen())
                    .contains("error: connect to 127.0.0.1:")
                    .doesNotContain("hunter2");
            assertThat(terminal.screen().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        }
    }

    // RFC 4256 section 3.2
    @Test
    void questionsAndTheWordsAboveThemAreShownWhateverBecomesOfTheOtherStreams() throws Exception {
        start(
                SshUser.named("operator")
                        .instruction("Use your \u001b[2Jtoken,\nnot your password.")
                        .question("Code: ", "123456")
                        .question("PIN: ", "42"),
                AuthMethod.KEYBOARD_INTERACTIVE);
        try (PseudoTerminal terminal = run(parley("hello", "--json >out 2>err"))) {
            terminal.await("(operator@127.0.0.1) Code: ").type("123456\n");
            terminal.await("(operator@127.0.0.1) PIN: ").type("42\n");

            assertThat(terminal.status()).isZero();
            assertThat(terminal.screen())
                    .contains("(operator@127.0.0.1) Use your \\u001b[2Jtoken, not your password.\n")
                    .doesNotContain("123456");
        }
        assertThat(folder.resolve("out")).content().startsWith("{\"device\":").contains("\"keyboard-interactive\"");
        assertThat(folder.resolve("err")).isEmptyFile();
    }

    @Test
    void thePassphraseOfAKeyIsAskedForBeforeAnythingIsOpened() throws Exception {
        KeyPair key = HostKeys.newPair(Kind.ED25519);
        start(SshUser.named("operator").key(key.getPublic()), AuthMethod.PUBLIC_KEY);
        Files.writeString(folder.resolve("id"), HostKeys.privateKey(key, "operator", PASSWORD.toCharArray()));

        try (PseudoTerminal terminal = run(parley("hello", "--identity id"))) {
            terminal.await("Passphrase of id: ").type(PASSWORD + "\n");

            assertThat(terminal.status()).as(terminal.screen()).isZero();
            assertThat(terminal.screen()).contains("operator, by publickey").doesNotContain(PASSWORD);
        }
        try (PseudoTerminal terminal = run(parley("hello", "--identity id"))) {
            terminal.await("Passphrase of id: ").type("hunter2\n");

            assertThat(terminal.status()).isEqualTo(2);
            assertThat(terminal.screen())
                    .contains("cannot be decrypted: the passphrase is wrong")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void whereNoStreamIsATerminalNobodyIsAsked() throws Exception {
        KeyPair key = HostKeys.newPair(Kind.ED25519);
        start(SshUser.named("operator").key(key.getPublic()).password(PASSWORD), AuthMethod.PUBLIC_KEY);
        Files.writeString(folder.resolve("id"), HostKeys.privateKey(key, "operator", PASSWORD.toCharArray()));

        try (PseudoTerminal terminal = run(parley("hello", "--identity id </dev/null >out 2>err"))) {
            assertThat(terminal.status()).isEqualTo(2);
            assertThat(terminal.screen()).isEmpty();
        }
        assertThat(folder.resolve("err"))
                .content()
                .contains("the private key in id is encrypted, and there is nobody to ask", "→ put it into");
    }

    @Test
    void anUnknownHostKeyIsRefusedAndNobodyIsAskedToBelieveIt() throws Exception {
        startWithPassword();
        Files.writeString(folder.resolve("known_hosts"), "");
        try (PseudoTerminal terminal = run(parley("hello", ""))) {
            assertThat(terminal.status()).isEqualTo(4);
            assertThat(terminal.screen())
                    .contains("host-key-unknown", "SHA256:", "--trust-on-first-use")
                    .doesNotContain("password:");
        }
    }

    @Test
    void whoInterruptsAtThePromptSeesAgainWhatTheyType() throws Exception {
        startWithPassword();
        try (PseudoTerminal terminal = run("trap : INT; " + parley("hello", "") + "; echo status $?; stty -a")) {
            terminal.await("password: ").type("half\u0003");

            assertThat(terminal.status()).isZero();
            assertThat(terminal.screen())
                    .contains("status 130\n", "interrupted: ")
                    .doesNotContain("half", "thread");
            assertThat(terminal.screen()).containsPattern("[ ;]echo[ ;]").doesNotContain("-echo ");
        }
    }

    @Test
    void aConfirmedCommitIsKeptWhenAPersonSaysSo() throws Exception {
        startWithPassword();
        String change = "'<system xmlns=\"urn:ietf:params:xml:ns:yang:ietf-system\"><hostname>pe2</hostname></system>'";
        try (PseudoTerminal terminal = run(parley("edit-config", change + " --confirmed"))) {
            terminal.await("password: ").type(PASSWORD + "\n");
            terminal.await("Keep it?").await("[y/N] ").type("y\n");

            assertThat(terminal.status()).isZero();
            assertThat(terminal.screen()).contains("✓ confirming commit");
        }
        assertThat(Program.run(
                                folder,
                                Map.of("PARLEY_PASSWORD", PASSWORD),
                                "sh",
                                "-c",
                                "cd '" + folder + "' && " + parley("get-config", ""))
                        .out())
                .contains("<hostname>pe2</hostname>");
    }
}
