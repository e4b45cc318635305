package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Style;
import dev.parley.cli.terminal.ColorMode;
import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.StandardOutput;
import dev.parley.cli.terminal.Terminal;
import dev.parley.error.Fate;
import dev.parley.fleet.Outcome;
import dev.parley.fleet.Snapshot;
import dev.parley.fleet.Trouble;
import dev.parley.inventory.Member;
import dev.parley.inventory.Place;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceEvent;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What comes of a run over many devices, while it runs and afterwards. */
@Timeout(120)
class FleetTellingTest {
    private static final String CHANGE =
            "<system xmlns='urn:ietf:params:xml:ns:yang:ietf-system'><contact>noc</contact></system>";
    private static final FaultPlan MUTE = FaultPlan.always(new Break(Moment.Phase.SECURED, Ending.SILENCE));

    @TempDir
    private Path folder;

    private Path result(String name) {
        return folder.resolve("out").resolve(name);
    }

    private Path earlier(String name) throws IOException {
        Files.createDirectories(folder.resolve("out"));
        return Files.writeString(result(name), "{\"device\":\"of last night\"}\n");
    }

    @Test
    void noResultOfAnEarlierRunLooksAsIfItWereOfThisOne() throws IOException {
        earlier("d0.json");
        earlier("d1.json");
        earlier("d2.json");
        earlier("others.json");
        try (TestFleet fleet = TestFleet.start(folder, 3)) {
            fleet.device(1).suffer(FaultPlan.always(new Break(new Moment.InHello(20), Ending.RESET)));

            Result result = Shell.plain()
                    .run(fleet.command(
                            "--results",
                            folder + "/out",
                            "--parallel",
                            "1",
                            "--canary",
                            "2",
                            "--stop-at",
                            "1",
                            "--",
                            "hello"));

            assertThat(result.err()).contains("1 done, 1 failed, 1 not begun");
        }
        assertThat(result("d0.json")).content().startsWith("{\"device\":\"d0\"");
        assertThat(result("d1.json")).as("it was not reached").doesNotExist();
        assertThat(result("d2.json")).as("it was not begun").doesNotExist();
        assertThat(result("others.json")).as("it is of no device").exists();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkAmongTheResultsIsNotFollowed() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createDirectory(folder.resolve("out"));
        Files.createSymbolicLink(result("d0.json"), victim);
        try (TestFleet fleet = TestFleet.start(folder, 1)) {
            Result result = Shell.plain().run(fleet.command("--results", folder + "/out", "--", "hello"));

            assertThat(result.status()).isEqualTo(9);
            assertThat(result.out()).contains("is a symbolic link, which is not followed here");
        }
        assertThat(victim).hasContent("precious");
    }

    @Test
    void aRunThatGoesOnNamesTheResultsThatCouldNotBeWritten() throws IOException {
        String journal = folder.resolve("run.jsonl").toString();
        Path inTheWay = result("d1.json").resolve("in the way");
        AtomicInteger changes = new AtomicInteger();
        try (TestFleet fleet = TestFleet.start(
                folder,
                2,
                (number, device) -> device.on("edit-config", request -> {
                    changes.incrementAndGet();
                    if (number == 1) {
                        make(inTheWay);
                    }
                    return Answer.ok();
                }))) {
            Result first = Shell.plain()
                    .run(fleet.command(
                            "--results",
                            folder + "/out",
                            "--journal",
                            journal,
                            "--parallel",
                            "1",
                            "--",
                            "edit-config",
                            CHANGE,
                            "--target",
                            "running"));
            assertThat(first.status()).as(first.err()).isEqualTo(9);
            assertThat(first.out()).contains("it is done, and what came of it cannot be kept");
            Files.delete(inTheWay);
            Files.delete(result("d1.json"));

            Result second = Shell.plain().run("fleet", "--resume", journal);

            assertThat(second.status()).isEqualTo(10);
            assertThat(second.err()).contains("2 done").contains("results: those of d1 are not there");
            assertThat(changes).as("nothing is repeated").hasValue(2);
            assertThat(Shell.plain().run("fleet", "--resume", journal, "--json").out())
                    .contains("\"lostResults\":[\"d1\"]");
        }
    }

    private static void make(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingFurtherIsBegunWhereNobodyReadsWhatIsTold() throws IOException {
        AtomicInteger changes = new AtomicInteger();
        try (TestFleet fleet = TestFleet.start(
                folder,
                4,
                (number, device) -> device.listener(event -> {
                    if (event instanceof DeviceEvent.Requested asked
                            && asked.request().name().equals("edit-config")) {
                        changes.incrementAndGet();
                    }
                }))) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Console console = new Console(
                    InputStream.nullInputStream(),
                    StandardOutput.to(new OutputStream() {
                        @Override
                        public void write(int b) throws IOException {
                            throw new IOException("Broken pipe");
                        }
                    }),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Terminal.NONE,
                    Map.of("HOME", "/nonexistent"));

            int status = Commands.on(console)
                    .run(fleet.command(
                            "--json", "--parallel", "1", "--", "edit-config", CHANGE, "--target", "running"));

            assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(141);
            assertThat(changes).hasValue(1);
        }
    }

    @Test
    void aDeviceMayBeCalledLikeAnOption() throws IOException {
        try (TestFleet fleet = TestFleet.start(folder, 1)) {
            Files.writeString(
                    fleet.inventory(), Files.readString(fleet.inventory()).replace("  d0:", "  '--raw':"));

            Result result = Shell.plain()
                    .run(fleet.command("--results", folder + "/out", "--", "get-config", "--output", "{device}/x"));
            assertThat(result.err()).contains("there is no folder").contains("%2D-raw");
            assertThat(Shell.plain().run(fleet.command("--", "hello")).status()).isZero();
        }
    }

    @Test
    void aResultHasTheSameNameWhoeverElseIsMeant() throws IOException {
        try (TestFleet fleet = TestFleet.start(folder, 2)) {
            Files.writeString(
                    fleet.inventory(),
                    Files.readString(fleet.inventory())
                            .replace("  d0:", "  pe1:")
                            .replace("  d1:", "  PE1:"));
            String out = folder + "/out";
            assertThat(Shell.plain()
                            .run(fleet.command("--results", out, "--name", "pe1", "--", "hello"))
                            .status())
                    .isZero();
            assertThat(Shell.plain()
                            .run(fleet.command("--results", out, "--", "hello"))
                            .status())
                    .isZero();
        }
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void whatTheDeviceSaysIsDoneAndTheJournalDoesNotIsToldAsThat() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = new Console(
                InputStream.nullInputStream(),
                StandardOutput.to(out),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                Terminal.NONE,
                Map.of());
        FleetTeller teller = new FleetTeller(
                new Output(console, new Style(false, ColorMode.NEVER, false)), List.of("edit-config"), null);
        Trouble full = Trouble.of("file-unreadable", "cannot write the journal: the disk is full", Fate.UNKNOWN);
        Trouble lost = Trouble.of("connection-lost", "no answer came", Fate.UNKNOWN);

        teller.ended(unknown(full, dev.parley.fleet.Answer.done(Map.of(ErrandJob.OUT, "edit running  done"))));
        teller.ended(unknown(lost, dev.parley.fleet.Answer.failed(lost)));

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .anyMatch(
                        line -> line.contains("the disk is full  the device says it is done, and the journal does not"))
                .anyMatch(line -> line.contains("no answer came  may have been made"));
    }

    private static Outcome unknown(Trouble why, dev.parley.fleet.Answer answer) {
        Member member =
                new Member("pe1", List.of(), Set.of(), Set.of(), Map.of(), new Place(Path.of("net.yaml"), 1, 1));
        return new Outcome(member, Outcome.State.UNKNOWN, 0, "edit-config", why, false, List.of(answer), Duration.ZERO);
    }

    @Test
    void objectsComeWhileItRuns() throws IOException {
        try (TestFleet fleet = TestFleet.start(folder, 2)) {
            fleet.device(1).suffer(MUTE);
            try (RunningCommand running = new RunningCommand(fleet.command("--json", "--", "hello"))) {
                assertThat(running.lineWith("\"device\":\"d0\"")).contains("\"state\":\"done\"");

                assertThat(running.interrupt()).isEqualTo(130);
            }
        }
    }

    @Test
    void noMoreOfASiteThanItsShareAreWorkedOnAtOnce() throws IOException {
        Map<Integer, CountDownLatch> two = Map.of(0, new CountDownLatch(2), 1, new CountDownLatch(2));
        Map<Integer, AtomicInteger> now = Map.of(0, new AtomicInteger(), 1, new AtomicInteger());
        AtomicInteger most = new AtomicInteger();
        try (TestFleet fleet = TestFleet.start(
                folder,
                6,
                (number, device) -> device.on("get-config", request -> {
                    int site = number % 2;
                    most.accumulateAndGet(now.get(site).incrementAndGet(), Math::max);
                    two.get(site).countDown();
                    awaitAnother(two.get(site));
                    now.get(site).decrementAndGet();
                    return Answer.content("<data xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"/>");
                }))) {
            Result result = Shell.plain().run(fleet.command("--per-group", "site=1", "--", "get-config"));

            assertThat(result.status()).as(result.err()).isZero();
            assertThat(most).hasValue(1);
        }
    }

    /** Another one would be there soon if it were allowed to. */
    private static void awaitAnother(CountDownLatch another) {
        try {
            var unused = another.await(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theProgressSaysHowLongItWillLast() {
        Snapshot early = new Snapshot(100, 12, 10, 0, 0, 5, 1, 1, Duration.ofSeconds(10));
        Snapshot late = new Snapshot(100, 60, 10, 2, 1, 5, 2, 3, Duration.ofSeconds(50));

        assertThat(early.left()).as("two are too few to tell").isEmpty();
        assertThat(FleetTeller.progress(early)).contains("12").endsWith("5 at work");
        assertThat(late.left()).contains(Duration.ofSeconds(40));
        assertThat(FleetTeller.progress(late)).endsWith(", wave 2 of 3, 5 at work, 2 failed, 1 unknown, 40 s left");
    }
}
