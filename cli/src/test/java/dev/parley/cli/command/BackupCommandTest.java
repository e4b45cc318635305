package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.simulator.Answer;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Configurations of many devices in a folder. */
@Timeout(120)
class BackupCommandTest {
    private static final String MONDAY = """
            <interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">
              <interface>
                <name>eth%d</name>
                <type xmlns:ianaift="urn:ietf:params:xml:ns:yang:iana-if-type">ianaift:ethernetCsmacd</type>
                <mtu unit="bytes" origin="set">1500</mtu>
              </interface>
            </interfaces>""";

    /** The same in the words of another night. */
    private static final String TUESDAY = """
            <!-- Tue 03:00 --><n4:interfaces xmlns:n4="urn:ietf:params:xml:ns:yang:ietf-interfaces" xmlns:u="urn:u"><n4:interface
            ><n4:name>eth&#37;%d</n4:name><n4:type xmlns:q="urn:ietf:params:xml:ns:yang:iana-if-type">q:ethernetCsmacd</n4:type>
            <n4:mtu origin='set' unit='bytes'><![CDATA[1500]]></n4:mtu></n4:interface></n4:interfaces>""".replace("eth&#37;", "e&#116;h");

    @TempDir
    private Path folder;

    private volatile String night = MONDAY;
    private volatile int changed = -1;

    private TestFleet fleet(int count) throws IOException {
        return TestFleet.start(
                folder,
                count,
                (number, device) -> device.on("get-config", request -> {
                    String xml = String.format(night, number);
                    String own = number == changed ? xml.replace("1500", "9000") : xml;
                    return Answer.content("<data xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\">" + own + "</data>");
                }));
    }

    private String to() {
        return folder.resolve("configs").toString();
    }

    private Map<String, String> kept() throws IOException {
        Map<String, String> kept = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("configs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                kept.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return kept;
    }

    @Test
    void twoNightsDifferInWhatWasChangedAndNothingElse() throws IOException {
        try (TestFleet fleet = fleet(4)) {
            String[] command = {
                "fleet", "backup", "--to", to(), "-i", fleet.inventory().toString()
            };
            Result first = Shell.plain().run(command);
            assertThat(first.status()).as(first.err()).isZero();
            assertThat(first.err()).contains("4 new");
            Map<String, String> before = kept();

            night = TUESDAY;
            changed = 2;
            Result second = Shell.plain().run(command);
            assertThat(second.status()).isZero();
            assertThat(second.err()).contains("1 changed, 3 unchanged").contains("left out: 4 × comments");

            Map<String, String> after = kept();
            assertThat(after.keySet())
                    .isEqualTo(before.keySet())
                    .containsExactly("d0.xml", "d1.xml", "d2.xml", "d3.xml");
            List<String> differences = new ArrayList<>();
            before.forEach((name, text) -> {
                List<String> was = text.lines().toList();
                List<String> is = after.get(name).lines().toList();
                assertThat(is).hasSameSizeAs(was);
                for (int i = 0; i < was.size(); i++) {
                    if (!was.get(i).equals(is.get(i))) {
                        differences.add(name + ": " + was.get(i).strip() + " → "
                                + is.get(i).strip());
                    }
                }
            });
            assertThat(differences)
                    .containsExactly("d2.xml: <mtu origin=\"set\" unit=\"bytes\">1500</mtu> → <mtu origin=\"set\""
                            + " unit=\"bytes\">9000</mtu>");
        }
    }

    @Test
    void theFileOfADeviceThatFailsStaysAndIsToldWithItsAge() throws IOException {
        String[] command;
        try (TestFleet fleet = fleet(3)) {
            command = new String[] {
                "fleet", "backup", "--to", to(), "-i", fleet.inventory().toString()
            };
            assertThat(Shell.plain().run(command).status()).isZero();
            Map<String, String> before = kept();
            changed = 0;
            fleet.device(1).suffer(FaultPlan.always(new Break(new Moment.InReply(1, 30), Ending.RESET)));

            Result second = Shell.plain().run(command);

            assertThat(second.status()).isEqualTo(10);
            assertThat(second.err())
                    .contains("not fetched: " + to() + "/d1.xml is of ")
                    .contains("less than an hour old")
                    .contains("1 changed, 1 unchanged");
            assertThat(kept().get("d1.xml")).isEqualTo(before.get("d1.xml"));
            assertThat(kept().get("d0.xml")).contains("9000");

            Files.writeString(
                    fleet.inventory(),
                    Files.readString(fleet.inventory())
                            .replaceAll("(?m)^  d2: .*$", "  new: {url: 'tls://127.0.0.1:1'}"));
            Result third = Shell.plain().run(command);
            assertThat(third.err())
                    .contains("of no device in the inventory: " + to() + "/d2.xml")
                    .contains("not fetched: " + to() + "/new.xml is not there yet");
        }
    }

    @Test
    void severalDatastoresAreKeptAndAnInterruptedBackupGoesOn() throws IOException {
        Path journal = folder.resolve("run.jsonl");
        try (TestFleet fleet = fleet(2)) {
            Result result = Shell.plain()
                    .run(
                            "fleet",
                            "backup",
                            "-i",
                            fleet.inventory().toString(),
                            "--to",
                            to(),
                            "--datastore",
                            "running,candidate",
                            "--journal",
                            journal.toString(),
                            "--json");

            assertThat(result.status()).as(result.out() + result.err()).isZero();
            assertThat(result.out())
                    .contains("\"event\":\"backup\"")
                    .contains("\"new\":4")
                    .contains("\"stale\":[]");
            assertThat(folder.resolve("configs/candidate/d1.xml")).exists();

            Result again = Shell.plain().run("fleet", "backup", "--resume", journal.toString());
            assertThat(again.status()).as(again.err()).isZero();
            assertThat(again.out())
                    .as("as it was asked for")
                    .contains("\"resumed\":true")
                    .contains("\"done\":2");
            Result wrong = Shell.plain().run("fleet", "--resume", journal.toString());
            assertThat(wrong.err()).contains("is of parley fleet backup");
        }
    }

    private String[] command(TestFleet fleet, String... more) {
        List<String> all = new ArrayList<>(
                List.of("fleet", "backup", "--to", to(), "-i", fleet.inventory().toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void ctrlCLeavesTheAgesOfWhatWasFetched() throws IOException {
        try (TestFleet fleet = fleet(2)) {
            fleet.device(1).suffer(FaultPlan.always(new Break(Moment.Phase.SECURED, Ending.SILENCE)));
            try (RunningCommand running = new RunningCommand(command(fleet))) {
                assertThat(running.lineWith("✓ d0")).contains("new");

                assertThat(running.interrupt()).isEqualTo(130);
                assertThat(running.err()).contains("1 done").doesNotContain("error:");
            }
        }
        assertThat(folder.resolve("configs/.parley/backup.json"))
                .content()
                .contains("\"d0.xml\": {\"device\":\"d0\"")
                .contains("\"fetched\":");
    }

    @Test
    void aFileOfWhichNobodyKnowsTheAgeIsThereAllTheSame() throws IOException {
        try (TestFleet fleet = fleet(2)) {
            assertThat(Shell.plain().run(command(fleet)).status()).isZero();
            Files.delete(folder.resolve("configs/.parley/backup.json"));
            fleet.device(1).suffer(FaultPlan.always(new Break(new Moment.InReply(1, 30), Ending.RESET)));

            Result second = Shell.plain().run(command(fleet));

            assertThat(second.status()).isEqualTo(10);
            assertThat(second.err())
                    .contains("not fetched: " + to() + "/d1.xml is of unknown age")
                    .doesNotContain("not there");
            assertThat(Shell.plain().run(command(fleet, "--json")).out())
                    .contains("\"there\":true,\"fetched\":null,\"age\":null");
        }
    }

    @Test
    void agesThatCannotBeWrittenDownAreToldBesideWhatWasDone() throws IOException {
        Path manifest = folder.resolve("configs/.parley/backup.json");
        try (TestFleet fleet = TestFleet.start(
                folder,
                1,
                (number, device) -> device.on("get-config", request -> {
                    try {
                        Files.createDirectories(manifest.resolve("in the way"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return Answer.content("<data xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"/>");
                }))) {
            Result result = Shell.plain().run(command(fleet));

            assertThat(result.status()).as(result.err()).isEqualTo(9);
            assertThat(result.err())
                    .contains("1 new")
                    .contains("warning: cannot write to " + manifest + ": ")
                    .contains("how old the files are is not written down")
                    .contains("1 device in ");
            assertThat(folder.resolve("configs/d0.xml")).exists();
        }
    }

    @Test
    void aDryRunMakesNoFolder() throws IOException {
        try (TestFleet fleet = fleet(2)) {
            Result result = Shell.plain().run(command(fleet, "--dry-run"));

            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.out())
                    .contains("backup to " + to() + " on 2 devices")
                    .contains("Nothing was done");
            assertThat(folder.resolve("configs")).doesNotExist();
            assertThat(fleet.device(0).connections()).isZero();
        }
    }

    @Test
    void aFolderHasOneFormInOneRun() throws IOException {
        try (TestFleet fleet = fleet(1)) {
            String journal = folder.resolve("run.jsonl").toString();
            assertThat(Shell.plain().run(command(fleet, "--journal", journal)).status())
                    .isZero();

            Result other = Shell.plain().run(command(fleet, "--resume", journal, "--drop", "//mtu"));

            assertThat(other.status()).isEqualTo(2);
            assertThat(other.err()).contains("is the journal of another run").contains("has changed");
            assertThat(Shell.plain().run("fleet", "backup", "--resume", journal).status())
                    .isZero();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkInTheFolderIsNotFollowed() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path link = folder.resolve("configs/d1.xml");
        Files.createDirectory(folder.resolve("configs"));
        Files.createSymbolicLink(link, victim);
        try (TestFleet fleet = fleet(2)) {
            Result result = Shell.plain().run(command(fleet));

            assertThat(result.status()).isEqualTo(10);
            assertThat(result.out())
                    .contains(
                            "✗ d1  cannot write " + link + ": " + link + " is a symbolic link, which is not followed");
        }
        assertThat(victim).hasContent("precious");
    }
}
