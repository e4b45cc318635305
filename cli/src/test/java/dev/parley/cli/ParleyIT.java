package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.Program.Result;
import dev.parley.simulator.DeviceEvent;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.notification.NotificationSettings;
import dev.parley.simulator.pki.DevicePki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as it is built, run as users run it. */
class ParleyIT {
    private static final Path HOME = Path.of("target", "parley").toAbsolutePath();
    private static final String PARLEY = HOME.resolve("bin/parley").toString();

    @TempDir
    private Path folder;

    private Result parley(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = PARLEY;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Program.run(folder, Map.of(), command);
    }

    @Test
    void theDemonstrationEndsWellWithoutATerminal() throws Exception {
        Result demo = parley("demo");

        assertThat(demo.err()).isEmpty();
        assertThat(demo.status()).isZero();
        assertThat(demo.out())
                .contains("Opening a session", "✓ Parley has all", "eth1 enabled true")
                .doesNotContain("\u001b");
    }

    @Test
    void theVersionIsThatOfTheBuild() throws Exception {
        assertThat(parley("--version").out()).matches("(?s)parley \\d+\\.\\d+\\.\\d+\\S*\nJava .*");
    }

    @Test
    void boringSslCarriesOutTls() throws Exception {
        try (DeviceSimulator device = device(FaultPlan.none(), event -> {})) {
            Result hello = parley(command("hello", device, "--json"));

            assertThat(hello.out()).contains("\"provider\":\"boringssl\"");
        }
    }

    @Test
    void ctrlCEndsAWaitingCommandAndLeavesNothingHalfWritten() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        FaultPlan silent = FaultPlan.always(new Break(new Moment.InReply(1, 100), Ending.SILENCE));
        try (DeviceSimulator device = device(silent, event -> {
            if (event instanceof DeviceEvent.Requested) {
                asked.countDown();
            }
        })) {
            String[] arguments = command(
                    "get-config", device, "-o", folder.resolve("pe1.xml").toString());
            String[] command =
                    Stream.concat(Stream.of(PARLEY), Stream.of(arguments)).toArray(String[]::new);
            try (Program waiting = Program.start(folder, Map.of(), command)) {
                assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

                waiting.interrupt();
                Result result = waiting.result();

                assertThat(result.status()).isEqualTo(130);
                assertThat(result.err())
                        .startsWith("error: get-config on ")
                        .containsAnyOf("interrupted", "cancelled")
                        .doesNotContain("\tat ");
            }
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).noneMatch(path -> path.toString().contains("pe1.xml"));
        }
    }

    // as when a pager is left open on the first page
    @Test
    void ctrlCEndsItEvenWhereNobodyReadsOn() throws Exception {
        try (DeviceSimulator device = device(FaultPlan.none(), event -> {})) {
            // far more than fits into a pipe
            for (int i = 0; i < 1_000; i++) {
                device.publish("<e xmlns=\"urn:e\"><text>" + "x".repeat(4_000) + "</text></e>");
            }
            String[] arguments = command("watch", device, "--since", "1h", "--format", "xml");
            Process watching = new ProcessBuilder(Stream.concat(Stream.of(PARLEY), Stream.of(arguments))
                            .toList())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                assertThat(watching.getInputStream().read()).isEqualTo('<');

                new ProcessBuilder("kill", "-INT", Long.toString(watching.pid()))
                        .start()
                        .waitFor();

                assertThat(watching.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(watching.exitValue()).isEqualTo(130);
            } finally {
                watching.destroyForcibly();
            }
        }
    }

    @Test
    void ctrlCEndsASimulatedDeviceAndTakesItsFilesAlong() throws Exception {
        try (Program device = Program.start(
                folder, Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + folder), PARLEY, "simulate", "--port", "0")) {
            Path keys = awaitKeys();

            device.interrupt();
            Result result = device.result();

            assertThat(result.status()).isEqualTo(130);
            assertThat(result.out())
                    .contains("A simulated device listens on tls://127.0.0.1:")
                    .endsWith("The device is gone.\n");
            assertThat(keys).doesNotExist();
        }
    }

    /** The folder of the keys, which is complete when the file of devices is there. */
    private Path awaitKeys() throws Exception {
        try (var watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, java.nio.file.StandardWatchEventKinds.ENTRY_CREATE);
            while (true) {
                try (Stream<Path> found = Files.list(folder)) {
                    Path keys = found.filter(
                                    path -> path.getFileName().toString().startsWith("parley-sim"))
                            .findFirst()
                            .orElse(null);
                    if (keys != null && Files.exists(keys.resolve("devices.yaml"))) {
                        return keys;
                    }
                }
                assertThat(watch.poll(200, TimeUnit.MILLISECONDS))
                        .satisfiesAnyOf(
                                key -> assertThat(key).isNull(),
                                key -> assertThat(key.reset()).isTrue());
            }
        }
    }

    @Test
    void completionWorksInBash() throws Exception {
        Path script = HOME.resolve("share/bash-completion/completions/parley");
        Result completed = Program.run(
                folder,
                Map.of(),
                "bash",
                "-c",
                "source '" + script
                        + "'; COMP_WORDS=(parley get-c); COMP_CWORD=1; _complete_parley; echo \"${COMPREPLY[@]}\"");

        assertThat(completed.err()).isEmpty();
        assertThat(completed.out()).isEqualTo("get-config\n");
    }

    @Test
    void everyCommandHasItsPageInTheManual() throws Exception {
        try (Stream<Path> pages = Files.list(HOME.resolve("share/man/man1"))) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .contains("parley.1", "parley-get-config.1", "parley-demo.1");
        }
    }

    private DeviceSimulator device(FaultPlan faults, java.util.function.Consumer<DeviceEvent> listener)
            throws Exception {
        DevicePki pki = DevicePki.create();
        pki.writeTo(folder);
        return DeviceSimulator.builder()
                .tls(TlsSettings.of(pki))
                .notifications(NotificationSettings.usual())
                .running("<system xmlns=\"urn:ietf:params:xml:ns:yang:ietf-system\"><hostname>pe1</hostname></system>")
                .faults(faults)
                .listener(listener)
                .start();
    }

    private String[] command(String name, DeviceSimulator device, String... more) {
        Stream<String> how = Stream.of(
                name,
                "tls://127.0.0.1:" + device.port(),
                "--ca",
                folder.resolve(DevicePki.AUTHORITY_FILE).toString(),
                "--cert",
                folder.resolve(DevicePki.CLIENT_FILE).toString(),
                "--key",
                folder.resolve(DevicePki.CLIENT_KEY_FILE).toString());
        return Stream.concat(how, Stream.of(more)).toArray(String[]::new);
    }
}
