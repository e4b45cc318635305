package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.simulator.DeviceEvent;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands on many devices. */
@Timeout(120)
@Tag("any-jdk")
class FleetCommandTest {
    private static final String CHANGE =
            "<system xmlns='urn:ietf:params:xml:ns:yang:ietf-system'><contact>noc</contact></system>";

    @TempDir
    private Path folder;

    private String journal() {
        return folder.resolve("run.jsonl").toString();
    }

    private List<String> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** A device that counts its changes, and hangs up in place of its answer to the first where that is wanted. */
    private static TestFleet counting(Path folder, int count, AtomicInteger changes, int hangingUp) throws IOException {
        return TestFleet.start(folder, count, (number, device) -> {
            device.listener(event -> {
                if (event instanceof DeviceEvent.Requested asked
                        && asked.request().name().equals("edit-config")) {
                    changes.incrementAndGet();
                }
            });
            return number == hangingUp
                    ? device.faults(FaultPlan.onConnection(1, new Break(new Moment.InReply(1, 1), Ending.RESET)))
                    : device;
        });
    }

    @Test
    void aCommandIsCarriedOutOnEachDevice() throws IOException {
        Files.createDirectory(folder.resolve("out"));
        try (TestFleet fleet = TestFleet.start(folder, 5)) {
            Result result =
                    Shell.plain().run(fleet.command("--", "get-config", "--output", folder + "/out/{device}.xml"));

            assertThat(result.err()).contains("on 5 devices, on 50 at once").contains("✓ 5 devices in ");
            assertThat(result.out()).contains("✓ d0  get-config").contains("out/d4.xml: ");
            assertThat(result.status()).isZero();
            assertThat(files("out")).containsExactly("d0.xml", "d1.xml", "d2.xml", "d3.xml", "d4.xml");
            assertThat(folder.resolve("out/d3.xml")).content().contains("<hostname>pe1</hostname>");
        }
    }

    @Test
    void whoIsMeantIsSelected() throws IOException {
        try (TestFleet fleet = TestFleet.start(folder, 5)) {
            Result result = Shell.plain()
                    .run(fleet.command("--group", "edge", "--where", "site=a", "--json", "--", "get-config"));

            assertThat(result.status()).isZero();
            List<String> lines = result.out().lines().toList();
            assertThat(lines).hasSize(4);
            assertThat(lines.get(0)).contains("\"event\":\"started\"").contains("\"devices\":2");
            assertThat(lines.subList(1, 3))
                    .allMatch(line -> line.contains("\"state\":\"done\"")
                            && line.contains("\"result\":{\"device\":\"d")
                            && line.contains("<hostname>pe1</hostname>"))
                    .anyMatch(line -> line.contains("\"device\":\"d2\""))
                    .anyMatch(line -> line.contains("\"device\":\"d4\""));
            assertThat(lines.get(3)).contains("\"event\":\"ended\"").contains("\"done\":2");
        }
    }

    @Test
    void devicesThatFailAreToldByTheirReasons() throws IOException {
        try (TestFleet fleet = TestFleet.start(
                folder,
                6,
                (number, device) -> number < 2
                        ? device.faults(FaultPlan.always(new Break(new Moment.InHello(20), Ending.RESET)))
                        : number == 2
                                ? device.faults(FaultPlan.always(new Break(Moment.Phase.SECURED, Ending.SILENCE)))
                                : device)) {
            Result result =
                    Shell.plain().run(fleet.command("--timeout", "3s", "--results", folder + "/out", "--", "hello"));

            assertThat(result.status()).isEqualTo(10);
            assertThat(result.err())
                    .containsPattern("DEVICES +STATE +STEP +WHY +WHICH")
                    .containsPattern(" 2 +failed +hello +\\S+ +d0, d1")
                    .containsPattern(" 1 +failed +hello +hello-timeout +d2")
                    .contains("✗ 6 devices in ")
                    .contains(": 3 done, 3 failed");
            assertThat(result.out()).contains("✗ d2  hello").contains("failed in HELLO after");
            assertThat(files("out")).containsExactly("d3.json", "d4.json", "d5.json");
            assertThat(folder.resolve("out/d3.json")).content().startsWith("{\"device\":\"d3\"");
        }
    }

    @Test
    void whatIsUnknownIsListedAndRepeatedOnlyBySayingSo() throws IOException {
        AtomicInteger changes = new AtomicInteger();
        try (TestFleet fleet = counting(folder, 4, changes, 2)) {
            String[] command =
                    fleet.command("--journal", journal(), "--", "edit-config", CHANGE, "--target", "running");
            Result first = Shell.plain().run(command);

            assertThat(first.status()).isEqualTo(7);
            assertThat(first.out()).contains("? d2  edit-config").contains("may have been made");
            assertThat(first.err())
                    .contains("a change had begun on d2, and nobody knows whether it was made")
                    .contains("→ parley fleet --resume " + journal());
            assertThat(changes).hasValue(4);

            Result second = Shell.plain().run("fleet", "--resume", journal());
            assertThat(second.status()).isEqualTo(7);
            assertThat(second.err()).contains("Going on with edit-config").contains("3 done, 1 unknown");
            assertThat(changes).as("nothing is repeated").hasValue(4);

            Result third = Shell.plain().run("fleet", "--resume", journal(), "--json", "--repeat-unknown");
            assertThat(third.status()).isZero();
            assertThat(changes).hasValue(5);
            assertThat(third.out().lines().filter(line -> line.contains("\"before\":true")))
                    .hasSize(3);

            Result other = Shell.plain().run(fleet.command("--resume", journal(), "--", "hello"));
            assertThat(other.status()).isEqualTo(2);
            assertThat(other.err()).contains("is the journal of another run: it did edit-config");
            Result again = Shell.plain().run(command);
            assertThat(again.status()).isEqualTo(2);
            assertThat(again.err()).contains("there is a file " + journal() + " already");
        }
    }

    @Test
    void aCanaryThatFailsStopsTheRun() throws IOException {
        AtomicInteger changes = new AtomicInteger();
        try (TestFleet fleet = counting(folder, 6, changes, 0)) {
            Result result = Shell.plain()
                    .run(fleet.command(
                            "--canary",
                            "1",
                            "--stop-at",
                            "5%",
                            "--journal",
                            journal(),
                            "--",
                            "edit-config",
                            CHANGE,
                            "--target",
                            "running"));

            assertThat(result.status()).isEqualTo(7);
            assertThat(result.out()).contains("Wave 1 of 2: 1 device").contains("nothing further is begun");
            assertThat(result.err()).contains("0 done, 1 unknown, 5 not begun").contains("--stop-at never");
            assertThat(changes).hasValue(1);

            Result second = Shell.plain().run("fleet", "--resume", journal());
            assertThat(second.err()).contains("0 done, 1 unknown, 5 not begun");
            assertThat(changes).as("it does not walk past the canary").hasValue(1);

            Result past = Shell.plain().run("fleet", "--resume", journal(), "--stop-at", "never");
            assertThat(past.err()).contains("5 done, 1 unknown");
            assertThat(changes).hasValue(6);
        }
    }

    @Test
    void aJournalIsOfTheFilesThatWereThereForEachDevice() throws IOException {
        AtomicInteger changes = new AtomicInteger();
        try (TestFleet fleet = counting(folder, 3, changes, 2)) {
            for (int i = 0; i < 3; i++) {
                Files.writeString(folder.resolve("change-d" + i + ".xml"), CHANGE);
            }
            String change = folder + "/change-{device}.xml";
            Result first = Shell.plain()
                    .run(fleet.command("--journal", journal(), "--", "edit-config", change, "--target", "running"));
            assertThat(first.status()).isEqualTo(7);
            assertThat(changes).hasValue(3);

            Files.writeString(folder.resolve("change-d2.xml"), CHANGE.replace("noc", "soc"));
            Result other = Shell.plain().run("fleet", "--resume", journal(), "--repeat-unknown");
            assertThat(other.status()).isEqualTo(2);
            assertThat(other.err()).containsPattern("another run: d2 was tls://\\S+ with \\S+/change-d2.xml");
            assertThat(changes).hasValue(3);

            Files.writeString(folder.resolve("change-d2.xml"), CHANGE);
            Result same = Shell.plain().run("fleet", "--resume", journal(), "--repeat-unknown");
            assertThat(same.status()).as(same.err()).isZero();
        }
    }

    @Test
    void filesThatACommandReadsAreKnownWhereverTheyAreNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("a.xml"), "<a/>");

        assertThat(NamedFile.in(List.of("edit-config", file.toString(), "--filter=" + file, "--url", file.toString())))
                .hasSize(3)
                .extracting(NamedFile::path)
                .containsOnly(file);
        assertThat(NamedFile.in(
                        List.of("get", "--output=" + file, "-o", file.toString(), "--output", file.toString(), "<a/>")))
                .isEmpty();
    }

    @Test
    void severalCommandsFollowEachOther() throws IOException {
        try (TestFleet fleet = TestFleet.start(folder, 2)) {
            Result result = Shell.plain()
                    .run(fleet.command(
                            "--results",
                            folder + "/out",
                            "--",
                            "edit-config",
                            CHANGE,
                            "--commit",
                            "--then",
                            "get-config"));

            assertThat(result.err()).contains(" --then get-config on 2 devices");
            assertThat(result.status()).isZero();
            assertThat(files("out"))
                    .containsExactly(
                            "d0.1-edit-config.json",
                            "d0.2-get-config.json",
                            "d1.1-edit-config.json",
                            "d1.2-get-config.json");
            assertThat(folder.resolve("out/d1.2-get-config.json")).content().contains("<contact>noc</contact>");
        }
    }

    @Test
    void theChangeMayComeFromStandardInput() throws IOException {
        AtomicInteger changes = new AtomicInteger();
        try (TestFleet fleet = counting(folder, 3, changes, -1)) {
            Result result =
                    Shell.plain().typing(CHANGE).run(fleet.command("--", "edit-config", "-", "--target", "running"));

            assertThat(result.status()).as(result.err()).isZero();
            assertThat(changes).hasValue(3);
        }
    }

    @Test
    void doctorAndAuditVisitDevicesToo() throws IOException {
        try (TestFleet fleet = TestFleet.start(folder, 2)) {
            Result doctor = Shell.plain().run(fleet.command("--json", "--", "doctor", "--single"));
            assertThat(doctor.out()).contains("\"healthy\":true");
            assertThat(doctor.status()).isZero();

            Result audit = Shell.plain()
                    .run(fleet.command(
                            "--json", "--limit", "1", "--", "audit", "--patience", "100ms", "--fail-on", "info"));
            assertThat(audit.out()).contains("\"audits\":[{").contains("\"profile\":\"bcp195\"");
            assertThat(audit.status()).isIn(0, 11);
        }
    }

    @Test
    void aDryRunSaysWhatWouldBeDoneAndConnectsToNobody() throws IOException {
        try (TestFleet fleet = TestFleet.start(folder, 5)) {
            Result result = Shell.plain()
                    .run(fleet.command(
                            "--canary",
                            "1",
                            "--waves",
                            "60%",
                            "--per-group",
                            "site=1",
                            "--dry-run",
                            "--",
                            "edit-config",
                            CHANGE));

            assertThat(result.status()).isZero();
            assertThat(result.out())
                    .contains("on 5 devices, on 50 at once (1 of each site)")
                    .contains("edit-config  changes devices")
                    .containsPattern("1 +1 +d0\n")
                    .containsPattern("2 +2 +d1, d2\n")
                    .containsPattern("3 +2 +d3, d4\n");
            assertThat(fleet.device(0).connections() + fleet.device(1).connections())
                    .isZero();
        }
    }

    @Test
    void everyMistakeOfAnInventoryIsTold() throws IOException {
        Path file = Files.writeString(
                folder.resolve("net.yaml"),
                "devices:\n  pe1: {url: telnet://pe1}\n  pe2: {timeout: soon, ulr: x}\n  pe3: {password: hunter2}\n");

        Result result = Shell.plain().run("fleet", "-i", file.toString(), "--", "hello");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .contains("net.yaml:2:14: url: \"telnet://pe1\" has a scheme that is not known")
                .contains("net.yaml:3:18: timeout: \"soon\" is not a time")
                .contains("net.yaml:3:24: \"ulr\" is not a field of device pe2")
                .contains("net.yaml:4:19: password of device pe3 is a secret")
                .contains("net.yaml has 4 mistakes")
                .doesNotContain("hunter2");
        Result json = Shell.plain().run("fleet", "-i", file.toString(), "--json", "--", "hello");
        assertThat(json.out()).contains("\"mistakes\":[{\"file\":").contains("\"line\":3");
    }

    @Test
    void theFileOfDevicesIsAnInventory() throws IOException {
        try (TestFleet fleet = TestFleet.start(folder, 2)) {
            Files.createDirectory(folder.resolve("parley"));
            Path devices = folder.resolve("parley/devices.yaml");
            Files.writeString(
                    devices,
                    Files.readString(fleet.inventory())
                            .replace("ca: ", "ca: " + folder + "/")
                            .replace("cert: ", "cert: " + folder + "/")
                            .replace("key: ", "key: " + folder + "/"));

            Result result = Shell.plain()
                    .with("XDG_CONFIG_HOME", folder.toString())
                    .run("fleet", "--group", "core", "--", "hello");

            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.err()).contains("hello on 1 device,");
        }
        assertThat(Shell.plain().run("fleet", "--", "hello").err()).contains("there is no inventory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| it is not said what to do",
                "-- watch | \"watch\" is no command that works on a session",
                "-- get-config --config x | the inventory has the devices, so get-config takes no option",
                "-- get-config --json | because it is fleet that tells what came of it",
                "-- edit-config <a | not well-formed|XML",
                "-- get-config --output /nonexistent/{device} | there is no folder",
                "-- doctor --repeat 3 | on many devices the doctor makes one diagnosis each",
                "-- audit --sarif x | a fleet is audited device by device",
                "--group cor -- hello | there is no group \"cor\"",
                "--where site== -- hello | the condition \"site==\" cannot be used",
                "--waves x -- hello | \"x\" is not the size of a wave",
                "--stop-at x -- hello | \"x\" does not say how many failures",
                "--stop-at 5%3% -- hello | \"5%3%\" does not say how many failures",
                "--per-group rack=1 -- hello | there is no group and no variable \"rack\"",
                "--per-group site=x -- hello | is no limit",
                "--parallel 0 -- hello | is not from 1 to 1000",
                "--repeat-unknown -- hello | are for a run that goes on",
                "--resume /nonexistent | cannot read the journal",
                "--limit 0 -- hello | a limit is at least 1"
            })
    void whatCannotBeMeantIsRefusedBeforeAnythingIsDone(String arguments, String message) throws IOException {
        try (TestFleet fleet = TestFleet.start(folder, 2)) {
            Result result = Shell.plain().run(fleet.command(arguments == null ? new String[0] : arguments.split(" ")));

            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err().replaceAll("\\s+", " ")).containsPattern(message.replaceAll("([\"=.])", "\\\\$1"));
            assertThat(fleet.device(0).connections()).isZero();
        }
    }

    @Test
    void ctrlCEndsInOrderAndSaysHowToGoOn() throws IOException {
        try (TestFleet fleet = TestFleet.start(
                        folder,
                        3,
                        (number, device) -> number == 0
                                ? device
                                : device.faults(FaultPlan.always(new Break(Moment.Phase.SECURED, Ending.SILENCE))));
                RunningCommand running =
                        new RunningCommand(fleet.command("--journal", journal(), "--parallel", "2", "--", "hello"))) {
            assertThat(running.lineWith("✓ d0")).contains("hello");
            running.interrupt();

            assertThat(running.status()).isEqualTo(130);
            assertThat(running.err()).contains("1 done").contains("→ parley fleet --resume " + journal());
        }
        assertThat(Files.readString(Path.of(journal()))).endsWith("}\n");
    }
}
