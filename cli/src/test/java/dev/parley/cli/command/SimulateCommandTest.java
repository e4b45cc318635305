package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.command.Shell.Result;
import dev.parley.cli.report.ExitCode;
import dev.parley.error.InputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulateCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aDeviceRunsUntilItIsInterruptedAndTellsWhatHappens() throws Exception {
        Path devices = folder.resolve("lab").resolve("devices.yaml");
        try (RunningCommand running = new RunningCommand(
                "simulate", "--port", "0", "--pki", folder.resolve("lab").toString())) {
            assertThat(running.lineWith("listens on")).contains("tls://127.0.0.1:");
            assertThat(running.lineWith("parley get-config")).contains("parley get-config sim --config " + devices);
            running.lineWith("Ctrl-C ends it");

            Result result = Shell.plain().run("get-config", "sim", "--config", devices.toString());

            assertThat(result.err()).isEmpty();
            assertThat(result.out()).contains("<hostname>pe1</hostname>");
            assertThat(running.lineWith("secured")).contains("#1 secured: operator, TLSv1.3");
            assertThat(running.lineWith("session")).contains("session 1 is open, base 1.1");
            assertThat(running.lineWith("get-config")).contains("#1 get-config");
            assertThat(running.interrupt()).isZero();
            running.lineWith("The device is gone.");
        }
    }

    @Test
    void aDeviceCanBeReachedBySsh() throws Exception {
        Path lab = folder.resolve("lab");
        String devices = lab.resolve("devices.yaml").toString();
        try (RunningCommand running = new RunningCommand("simulate", "--ssh", "--port", "0", "--pki", lab.toString())) {
            assertThat(running.lineWith("listens on")).contains("ssh://operator@127.0.0.1:");
            assertThat(running.lineWith("host key")).contains("SHA256:");
            running.lineWith("Ctrl-C ends it");

            Result byKey = Shell.plain().run("hello", "sim", "--config", devices);
            assertThat(byKey.out()).as(byKey.err()).contains("operator, by publickey");
            assertThat(running.lineWith("secured")).contains("#1 secured: operator, SSH-2.0");
            assertThat(lab.resolve("id_ecdsa")).content().startsWith("-----BEGIN OPENSSH PRIVATE KEY-----\n");
            assertThat(Files.getPosixFilePermissions(lab.resolve("id_ecdsa"))).hasSize(2);

            String url = Files.readString(Path.of(devices)).replaceFirst("(?s).*url: (\\S+).*", "$1");
            Result byPassword = Shell.plain()
                    .run(
                            "hello",
                            url,
                            "--password-file",
                            lab.resolve("password").toString(),
                            "--known-hosts",
                            lab.resolve("known_hosts").toString(),
                            "--ssh-config",
                            "none");
            assertThat(byPassword.out()).as(byPassword.err()).contains("operator, by password");
        }
        assertThat(Shell.plain().run("simulate", "--ssh", "--cleartext").err()).contains("different ways to listen");
    }

    @Test
    void aDeviceCanBeReachedByAUnixSocket() throws Exception {
        Path socket = folder.resolve("sock");
        String devices = folder.resolve("lab").resolve("devices.yaml").toString();
        try (RunningCommand running = new RunningCommand(
                "simulate",
                "--unix",
                socket.toString(),
                "--pki",
                folder.resolve("lab").toString())) {
            assertThat(running.lineWith("listens on")).contains("unix://" + socket);
            running.lineWith("Ctrl-C ends it");

            Result byName = Shell.plain().run("hello", "sim", "--config", devices);
            assertThat(byName.out()).as(byName.err()).contains("UNIX socket", "  session 1 at " + socket + "\n");
            assertThat(Shell.plain().run("hello", "unix://" + socket, "--json").out())
                    .contains("\"address\":\"" + socket + "\"");
            assertThat(Shell.plain().run("get-config", "unix://" + socket).out())
                    .contains("<hostname>pe1</hostname>");
        }
        assertThat(socket).doesNotExist();

        Result taken =
                Shell.plain().run("simulate", "--unix", Files.createFile(socket).toString());
        assertThat(taken.err()).contains("cannot listen on " + socket, "must not be there yet");
        Result both = Shell.plain().run("simulate", "--unix", socket.toString(), "--ssh");
        assertThat(both.err()).contains("give one of them");
    }

    @Test
    void itsOwnFolderGoesWithIt() throws Exception {
        Path devices;
        try (RunningCommand running = new RunningCommand("simulate", "--port", "0", "--cleartext", "--base10")) {
            String line = running.lineWith("parley hello sim --config ");
            devices = Path.of(line.substring(line.indexOf("--config ") + 9));
            running.lineWith("Ctrl-C");

            assertThat(devices).exists();
            assertThat(Shell.plain()
                            .run("hello", "sim", "--config", devices.toString())
                            .out())
                    .contains("base 1.0", "none: cleartext TCP");
        }
        assertThat(devices.getParent()).doesNotExist();
    }

    @Test
    void itHoldsWhatItIsGivenAndSuffersWhatItIsTold() throws Exception {
        Path data = Files.writeString(folder.resolve("data.xml"), "<config><a xmlns=\"urn:a\"><b>c</b></a></config>");
        try (RunningCommand running = new RunningCommand(
                "simulate",
                "--port",
                "0",
                "--pki",
                folder.resolve("lab").toString(),
                "--datastore",
                data.toString(),
                "--fault",
                "reply-chunks=3",
                "--fault",
                "tls-records=1,4096")) {
            assertThat(running.lineWith("suffers")).contains("reply-chunks=3, tls-records=1,4096");
            running.lineWith("Ctrl-C");

            assertThat(Shell.plain()
                            .run(
                                    "get-config",
                                    "sim",
                                    "--config",
                                    folder.resolve("lab/devices.yaml").toString())
                            .out())
                    .contains("<a xmlns=\"urn:a\"><b>c</b></a>");
        }
    }

    @Test
    void itSuffersOnlySometimesIfItIsToldSo() throws IOException {
        try (RunningCommand running =
                new RunningCommand("simulate", "--port", "0", "--fault", "silent-hello", "--fault-share", "0%")) {
            String line = running.lineWith("parley hello sim --config ");
            String devices = line.substring(line.indexOf("--config ") + 9);
            assertThat(running.lineWith("suffers")).contains("silent-hello on 0% of the connections");
            running.lineWith("Ctrl-C");

            assertThat(Shell.plain().run("hello", "sim", "--config", devices).status())
                    .isZero();
        }
        assertThat(Shell.plain().run("simulate", "--fault-share", "5%").err())
                .contains("not what", "name it with --fault");
        assertThat(Shell.plain()
                        .run("simulate", "--fault", "silent-hello", "--fault-share", "101%")
                        .err())
                .contains("\"101%\" is no share of connections", "from 0% to 100%");
    }

    @Test
    void programsAreToldWhereItIs() throws Exception {
        try (RunningCommand running = new RunningCommand("simulate", "--port", "0", "--json")) {
            assertThat(running.lineWith("{"))
                    .matches("\\{\"url\":\"tls://127.0.0.1:\\d+\",\"devices\":\".*devices.yaml\",\"faults\":\\[]}");
        }
    }

    @Test
    void aTakenPortIsSaidToBeTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Result result = Shell.plain().run("simulate", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err())
                    .contains(
                            "cannot listen on 127.0.0.1:" + taken.getLocalPort(),
                            "→ --port 0 takes a port that is free");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--ssh", "--cleartext"})
    void aLabThatIsThereIsNotTouched(String transport) throws IOException {
        Path lab = folder.resolve("lab");
        String[] tls = {"simulate", "--port", "0", "--pki", lab.toString()};
        try (RunningCommand running = new RunningCommand(tls)) {
            running.lineWith("Ctrl-C ends it");
        }
        Map<Path, String> before = contents(lab);
        assertThat(before).hasSize(6);

        Result result = Shell.plain()
                .run(Stream.concat(Stream.of(tls), Stream.of(transport).filter(each -> !each.isEmpty()))
                        .toArray(String[]::new));

        assertThat(result.status()).isEqualTo(ExitCode.INPUT.status());
        assertThat(result.err())
                .contains(lab + " holds ", "devices.yaml already, and a lab is not overwritten")
                .contains("→ name another folder with --pki");
        assertThat(contents(lab)).isEqualTo(before);
    }

    @Test
    void oneFileOfALabIsEnoughToRefuse() throws IOException {
        Files.writeString(folder.resolve("known_hosts"), "mine");

        Result result = Shell.plain().run("simulate", "--ssh", "--port", "0", "--pki", folder.toString());

        assertThat(result.status()).isEqualTo(ExitCode.INPUT.status());
        assertThat(result.err()).contains(" holds known_hosts already, ");
        assertThat(contents(folder)).isEqualTo(Map.of(folder.resolve("known_hosts"), "mine"));
    }

    private static Map<Path, String> contents(Path folder) throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(file, Files.readString(file));
            }
        }
        return contents;
    }

    @Test
    void faultsAreListed() {
        Result list = Shell.plain().run("simulate", "--faults");

        assertThat(list.out().lines()).hasSize(NamedFault.values().length);
        assertThat(list.out()).contains("  tls-records=4096,16 ");
    }

    @ParameterizedTest
    @EnumSource
    void everyFaultCanBeHadByItsName(NamedFault fault) {
        assertThat(NamedFault.parse(fault.form())).isNotNull();
        assertThat(NamedFault.parse(fault.word())).isEqualTo(NamedFault.parse(fault.form()));
    }

    @Test
    void faultsThatAreNoneAreGuessedAt() {
        assertThat(Shell.plain().run("simulate", "--fault", "silent-helo").err())
                .contains("there is no fault \"silent-helo\"", "→ did you mean silent-hello?");
        assertThatThrownBy(() -> NamedFault.parse("tls-records=0"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1 to 16384 bytes");
        assertThatThrownBy(() -> NamedFault.parse("half-hello=many"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("\"half-hello=many\"");
        assertThatThrownBy(() -> NamedFault.parse("reply-delayed=later")).isInstanceOf(InputException.class);
    }
}
