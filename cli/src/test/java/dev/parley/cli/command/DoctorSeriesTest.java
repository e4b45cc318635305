package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.cli.report.ExitCode;
import dev.parley.simulator.DeviceEvent;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** parley doctor --repeat, --for and analyze: a fault that comes and goes. */
@Timeout(60)
@Tag("any-jdk")
class DoctorSeriesTest {
    @TempDir
    private Path folder;

    /** A device on which every fourth connection ends before its hello. */
    private TestDevice moody() throws IOException {
        FaultPlan plan = FaultPlan.none();
        for (int i = 4; i <= 400; i += 4) {
            plan = plan.andOnConnection(i, new Break(Moment.Phase.SECURED, Ending.CLOSE));
        }
        FaultPlan moods = plan;
        return TestDevice.start(folder, description -> description.faults(moods));
    }

    private static Result series(TestDevice device, String... arguments) {
        return Shell.plain().run(command(device, arguments));
    }

    private static String[] command(TestDevice device, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--every", "1ms"));
        all.addAll(Arrays.asList(arguments));
        return device.command("doctor", all.toArray(String[]::new));
    }

    @Test
    void whatFailsNowAndThenIsCountedAndJudged() throws IOException {
        try (TestDevice device = moody()) {
            Result result = series(device, "--repeat", "40");

            assertThat(result.status()).as(result.err()).isEqualTo(ExitCode.FINDINGS.status());
            assertThat(result.out())
                    .startsWith("127.0.0.1:" + device.simulator().port() + "  from ")
                    .contains("✗ 10 of 40 (25 %) failed\n")
                    .containsPattern("(?m)^  failures    closed-by-peer in hello +10$")
                    .containsPattern(
                            "(?m)^  went well   half within [0-9.]+ m?s, 95 of 100 within [0-9.]+ m?s, the slowest in")
                    .containsPattern("(?m)^  over time   [·▁▂▃▄▅▆▇█ ]+$")
                    .contains("closed the connection")
                    .containsPattern("(?m)^    explains   closed-by-peer in hello$");
            assertThat(result.err().lines().filter(line -> line.contains(" failed: closed-by-peer in hello after ")))
                    .hasSize(10);
            assertThat(device.simulator().connections()).isEqualTo(40);
        }
    }

    @Test
    void ofADeviceThatIsWellItSaysSo() throws IOException {
        try (TestDevice device = TestDevice.start(folder)) {
            Result result = series(device, "--repeat", "12", "--parallel", "3");

            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.out())
                    .contains("✓ All 12 attempts went well.\n")
                    .doesNotContain("✗", "failures", "Not enough yet");
            assertThat(result.err()).isEmpty();
        }
    }

    @Test
    void whatIsKeptIsGoneOnWith() throws IOException {
        String file = folder.resolve("pe1.jsonl").toString();
        try (TestDevice device = moody()) {
            String page = folder.resolve("pe1.html").toString();
            assertThat(series(device, "--repeat", "8", "--record", file, "--report", page)
                            .err())
                    .contains("✓ " + page + ": a page of ")
                    .doesNotContain("Going on");
            assertThat(Path.of(page)).content().contains(": 2 of 8 attempts failed</h1>");
            byte[] whole = Files.readAllBytes(Path.of(file));
            Files.write(Path.of(file), Arrays.copyOf(whole, whole.length - 50));

            Result result = series(device, "--repeat", "8", "--record", file);

            assertThat(result.err()).contains("Going on with 7 attempts in " + file + ", which count in the report.\n");
            assertThat(result.out()).contains("✗ 3 of 15 (20 %) failed\n");
            assertThat(Files.readAllLines(Path.of(file))).hasSize(16);

            Result again = Shell.plain().run("doctor", "analyze", file);
            assertThat(again.status()).isEqualTo(ExitCode.FINDINGS.status());
            assertThat(again.out()).isEqualTo(result.out());
            assertThat(again.err()).isEqualTo("1 other line holds no attempt.\n");

            assertThat(Shell.plain()
                            .run("doctor", "analyze", file, "--report", page)
                            .err())
                    .contains("✓ " + page + ": a page of ");
            assertThat(Path.of(page)).content().contains(": 3 of 15 attempts failed</h1>");
        }
    }

    @Test
    void everythingFailingIsNoFaultThatComesAndGoes() throws IOException {
        try (TestDevice device = TestDevice.suffering(folder, new Break(Moment.Phase.SECURED, Ending.alert(48)))) {
            assertThat(series(device, "--repeat", "5").out().replaceAll("\\s+", " "))
                    .contains("✗ 5 of 5 (100 %) failed")
                    .contains("Every attempt failed, so there is nothing to compare with")
                    .contains("✗ The device does not trust who issued our certificate");
        }
    }

    @Test
    void programsAreToldEverything() throws IOException {
        try (TestDevice device = moody()) {
            Result result = series(device, "--repeat", "8", "--json");

            assertThat(result.status()).isEqualTo(ExitCode.FINDINGS.status());
            assertThat(result.out())
                    .contains("\"attempts\":8,\"failed\":2,\"from\":\"20")
                    .contains("\"failures\":{\"closed-by-peer in hello\":2}")
                    .contains("\"verdicts\":[{\"failure\":\"closed-by-peer in hello\",\"fault\":\"")
                    .contains("\"addresses\":[{")
                    .contains("\"outcome\":\"not-enough-yet\",\"failuresMissing\":");
            assertThat(result.err()).isEmpty();
        }
    }

    @Test
    void onATerminalNothingIsWiderThanIt() throws IOException {
        try (TestDevice device = moody()) {
            for (int columns : List.of(60, 80, 120)) {
                Result result = Shell.onTerminal(columns).with("NO_COLOR", "1").run(command(device, "--repeat", "9"));
                assertThat(result.out().lines())
                        .allMatch(
                                line -> line.length() <= columns
                                        || !line.strip().contains(" "),
                                "or is one word");
                assertThat(result.err()).doesNotContain("failed: closed-by-peer");
            }
        }
    }

    @Test
    void ctrlCEndsItWithTheReport() throws IOException, InterruptedException {
        CountDownLatch some = new CountDownLatch(5);
        try (TestDevice device = TestDevice.start(
                        folder,
                        description -> description.listener(event -> {
                            if (event instanceof DeviceEvent.Ended) {
                                some.countDown();
                            }
                        }));
                RunningCommand command = new RunningCommand(command(device, "--for", "24h"))) {
            assertThat(some.await(30, TimeUnit.SECONDS)).isTrue();
            command.pressCtrlC();

            assertThat(command.lineWith("attempts went well")).startsWith("✓ All ");
            assertThat(command.status()).isEqualTo(ExitCode.INTERRUPTED.status());
            assertThat(command.err()).contains("Ended by Ctrl-C; this is what was seen until then.");
        }
    }

    @Test
    void severalFilesCountAsOneAndWhatStandsInTwoOnce() throws IOException {
        Path first = folder.resolve("monday.jsonl");
        Path second = folder.resolve("tuesday.jsonl");
        Path other = folder.resolve("of another.jsonl");
        try (TestDevice device = moody();
                TestDevice well = TestDevice.start(Files.createDirectory(folder.resolve("well")))) {
            series(device, "--repeat", "4", "--record", first.toString());
            Files.copy(first, second);
            series(device, "--repeat", "4", "--record", second.toString());
            series(well, "--repeat", "3", "--record", other.toString());
        }
        Files.writeString(other, "no attempt\n{\"nor\": \"this\"}\n", StandardOpenOption.APPEND);

        Result result = Shell.plain().run("doctor", "analyze", first.toString(), second.toString(), other.toString());

        assertThat(result.out()).contains("✗ 2 of 11 (18 %) failed\n").containsPattern("^127\\.0\\.0\\.1:\\d+, 127");
        assertThat(result.err()).isEqualTo("""
                2 other lines hold no attempt.
                4 attempts stood there more than once and count once.
                """);
        assertThat(Shell.plain()
                        .typing(Files.readString(first))
                        .run("doctor", "analyze", "-", "--json")
                        .out())
                .contains("\"files\":[\"-\"],\"otherLines\":0,\"duplicates\":0,\"attempts\":4,\"failed\":1,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--repeat 0                    | --repeat 0 is not from 1 to 10000000",
                "--repeat -3                   | --repeat -3 is not from 1 to 10000000",
                "--repeat many                 | option '--repeat': 'many' is not a whole number",
                "--repeat 3 --for 1h           | --repeat and --for both say when the series ends",
                "--repeat 3 --parallel 0       | --parallel 0 is not from 1 to 64",
                "--repeat 3 --parallel 65      | --parallel 65 is not from 1 to 64",
                "--repeat 3 --every 0s         | option '--every': \"0s\" is not a time",
                "--repeat 3 --every -1s        | option '--every': \"-1s\" is not a time",
                "--repeat 3 --every soon       | option '--every': \"soon\" is not a time",
                "--repeat 3 --every 9999h      | --every is more than a year",
                "--for 24x                     | option '--for': \"24x\" is not a time",
                "--for 0h                      | option '--for': \"0h\" is not a time",
                "--for 9999h                   | --for is more than a year",
                "--every 5s                    | --every is about many attempts, and this is one",
                "--parallel 5                  | --parallel is about many attempts, and this is one",
                "--record x.jsonl              | --record is about many attempts, and this is one",
                "--repeat 3 --single           | --single makes one attempt, and --repeat or --for many",
            })
    void whatMakesNoSenseIsRefusedBeforeAnythingIsSent(String options, String message) throws IOException {
        try (TestDevice device = TestDevice.start(folder)) {
            Result result = Shell.plain().run(device.command("doctor", options.split(" ", -1)));

            refused(result, message);
            assertThat(device.simulator().connections()).isZero();
        }
    }

    @Test
    void aFileThatCannotBeUsedIsSaidBeforeAnythingIsSent() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("directory"));
        Path notes = Files.writeString(folder.resolve("notes.txt"), "buy milk\n");
        Path pictures = Files.write(folder.resolve("picture.png"), "\u0089PNG".getBytes(StandardCharsets.ISO_8859_1));
        Path pe2 = Files.writeString(
                folder.resolve("pe2.jsonl"), "{\"began\":\"2026-11-20T12:00:00Z\",\"device\":\"pe2\"}\n");
        try (TestDevice device = TestDevice.start(folder)) {
            refused(
                    series(device, "--repeat", "3", "--record", directory.toString()),
                    "cannot read " + directory + ": it is a directory");
            refused(
                    series(device, "--repeat", "3", "--record", notes.toString()),
                    notes + " is there and holds no attempts");
            refused(
                    series(device, "--repeat", "3", "--record", pictures.toString()),
                    "cannot read " + pictures + ": it is not text in UTF-8");
            refused(
                    series(device, "--repeat", "3", "--record", pe2.toString()),
                    pe2 + " holds attempts at pe2, and this is 127.0.0.1:"
                            + device.simulator().port());
            Path nowhere = folder.resolve("nowhere/pe1.jsonl");
            refused(
                    series(device, "--repeat", "3", "--record", nowhere.toString()),
                    "cannot write to " + nowhere + ": its folder is not there");
            refused(
                    series(device, "--repeat", "3", "--record", "/proc/pe1.jsonl"),
                    "cannot write to /proc/pe1.jsonl: ");
            refused(
                    series(device, "--repeat", "3", "--record", "/dev/full"),
                    "cannot read /dev/full: it is not an ordinary file");
            assertThat(device.simulator().connections()).isZero();
            assertThat(notes).hasContent("buy milk");
        }
    }

    @Test
    void settingsThatCannotBeUsedAreNoFaultThatComesAndGoes() throws IOException {
        try (TestDevice device = TestDevice.start(folder)) {
            Path authority = Files.writeString(folder.resolve("no.pem"), "no certificate\n");
            Result result = Shell.plain()
                    .run("doctor", device.url(), "--repeat", "500", "--every", "1ms", "--ca", authority.toString());

            refused(result, authority.toString());
            assertThat(device.simulator().connections()).isZero();
        }
    }

    @Test
    void anErrorOfTheJvmIsOneLineAndNoInterruption() {
        InputStream hungry = new InputStream() {
            @Override
            public int read() {
                throw new OutOfMemoryError("Java heap space");
            }

            @Override
            public int read(byte[] into, int from, int length) {
                return read();
            }
        };

        Result people = Shell.plain().reading(hungry).run("doctor", "analyze", "-");
        assertThat(people.status()).isEqualTo(ExitCode.INTERNAL.status());
        assertThat(people.err()).isEqualTo("""
                error: there was not enough memory: Java heap space
                  → ask for less at once, or give Java more with the environment variable PARLEY_OPTS=-Xmx2g
                """);
        assertThat(Shell.plain()
                        .reading(hungry)
                        .run("doctor", "analyze", "-", "--json")
                        .out())
                .contains("\"code\":\"out-of-memory\"", "\"exit\":1");
    }

    @Test
    void filesWithoutAttemptsAreRefused() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "buy milk\n");
        Path empty = Files.createFile(folder.resolve("empty.jsonl"));

        refused(Shell.plain().run("doctor", "analyze", notes.toString()), notes + " holds no attempts");
        refused(Shell.plain().run("doctor", "analyze", empty.toString()), empty + " holds no attempts");
        refused(Shell.plain().run("doctor", "analyze", "-"), "standard input holds no attempts");
        refused(
                Shell.plain().run("doctor", "analyze", folder.toString()),
                "cannot read " + folder + ": it is a directory");
        refused(
                Shell.plain().run("doctor", "analyze", "nowhere.jsonl"),
                "cannot read nowhere.jsonl: there is no such file");
        refused(Shell.plain().run("doctor", "analyze"), "FILE is not given");
        refused(Shell.plain().run("doctor", "analyze", "x", "--repeat", "3"), "Unknown option");
    }

    private static void refused(Result result, String message) {
        assertThat(result.status()).as(result.err()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("error: ").contains(message, "\n  → ");
        assertThat(result.err().lines()).hasSize(2);
    }

    @Test
    void whatIsBelowHasHelpAndAManualToo() {
        assertThat(Shell.plain().run("doctor", "analyze", "--help").out())
                .contains("Usage  parley doctor analyze FILE [OPTIONS]", "Examples\n  parley doctor analyze ");
        assertThat(Shell.plain().run("doctor", "--help").out())
                .contains("Usage  parley doctor DEVICE [OPTIONS]", "parley doctor analyze pe1.jsonl");
        assertThat(Shell.plain().run("man", "doctor", "analyze").out()).startsWith(".TH \"PARLEY-DOCTOR-ANALYZE\" 1");
        assertThat(Shell.plain().run("man", "doctor").out()).contains("parley\\-doctor\\-analyze");
        assertThat(Shell.plain().run("man", "doctor", "nothing").err())
                .contains("there is no command \"doctor nothing\"");
        assertThat(Shell.plain().run("completion", "bash").out()).contains("analyze");
    }
}
