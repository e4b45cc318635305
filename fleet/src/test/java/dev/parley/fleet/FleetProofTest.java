package dev.parley.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.NetconfClient;
import dev.parley.fleet.Outcome.State;
import dev.parley.fleet.ProofFaults.Told;
import dev.parley.inventory.Member;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceFarm;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.pki.DevicePki;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fleet of which one device in twenty is faulty, in all the ways of the simulator; a small one has more of them. {@code
 * -Dfleet.devices=2000 -Dfleet.kills=10} makes it a large one.
 */
@Tag("any-jdk")
class FleetProofTest {
    private static final int DEVICES = Integer.getInteger("fleet.devices", 200);
    private static final int KILLS = Integer.getInteger("fleet.kills", 3);
    /** One device in so many is faulty: one in twenty, or more of them where not every fault would be there. */
    private static final int ONE_IN = Math.max(2, Math.min(20, DEVICES / ProofFaults.FATAL.size()));

    @TempDir
    Path folder;

    private final DeviceFarm farm = DeviceFarm.open(2);
    private final AtomicIntegerArray marks = new AtomicIntegerArray(DEVICES);
    private final AtomicInteger made = new AtomicInteger();
    private final Random random = new Random();

    @BeforeEach
    void start() throws IOException {
        DevicePki pki = DevicePki.create();
        pki.writeTo(folder);
        Files.createDirectory(folder.resolve("out"));
        TlsSettings tls = TlsSettings.of(pki);
        StringBuilder inventory = new StringBuilder("name,url\n");
        List<DeviceSimulator> devices =
                farm.start(DEVICES, 0, number -> describe(number).tls(tls));
        for (int i = 0; i < DEVICES; i++) {
            inventory
                    .append('d')
                    .append(i)
                    .append(',')
                    .append(devices.get(i).port())
                    .append('\n');
        }
        Files.writeString(folder.resolve("net.csv"), inventory.toString());
    }

    @AfterEach
    void stop() {
        farm.close();
    }

    private DeviceSimulator.Builder describe(int number) {
        Executor later = CompletableFuture.delayedExecutor(150, TimeUnit.MILLISECONDS);
        DeviceSimulator.Builder device = DeviceSimulator.builder()
                .running("<system xmlns='urn:s'><name>d" + number + "</name></system>")
                .on(Proving.NAMESPACE, Proving.MARK, request -> {
                    marks.incrementAndGet(number);
                    made.incrementAndGet();
                    return Answer.later(CompletableFuture.supplyAsync(Answer::ok, later));
                });
        return told(number)
                .map(wrong -> device.faults(FaultPlan.always(wrong.fault())))
                .orElse(device);
    }

    /** What is wrong with a device, and what is to be told of it. */
    private static Optional<Told> told(int number) {
        List<Told> some = switch (number % ONE_IN) {
            case 0 -> ProofFaults.FATAL;
            case 1 -> ProofFaults.HARMLESS;
            default -> List.of();
        };
        return some.isEmpty() ? Optional.empty() : Optional.of(some.get(number / ONE_IN % some.size()));
    }

    private static boolean isFaulty(int number) {
        return number % ONE_IN == 0;
    }

    private static int number(String device) {
        return Integer.parseInt(device.substring(1));
    }

    @Test
    void everyFaultOfTheSimulatorIsInThePlan() {
        Set<Object> planned = Stream.concat(ProofFaults.FATAL.stream(), ProofFaults.HARMLESS.stream())
                .flatMap(told -> ProofFaults.kinds(told.fault()))
                .collect(Collectors.toSet());

        assertThat(planned).containsAll(ProofFaults.kinds());
        assertThat(ProofFaults.kinds()).hasSizeGreaterThan(50);
        Set<Told> had = IntStream.range(0, DEVICES)
                .mapToObj(FleetProofTest::told)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        assertThat(had)
                .as("faults that a device has")
                .hasSize(Math.min(DEVICES / ONE_IN, ProofFaults.FATAL.size())
                        + Math.min(DEVICES / ONE_IN, ProofFaults.HARMLESS.size()));
    }

    @Test
    void everyHealthyDeviceIsDoneAndEveryFaultyOneToldWithItsReason() {
        List<Member> members = Proving.inventory(folder).members();
        Crowd crowd = new Crowd();
        FleetSummary summary;
        try (NetconfClient client = NetconfClient.builder().withoutLogging().build()) {
            SessionJob job =
                    Proving.job(client, folder).reading("get-config", session -> Proving.fetch(session, folder));
            summary = FleetRun.of(job, members, Plan.DEFAULT.withParallel(Proving.PARALLEL))
                    .with(crowd)
                    .run();
        }
        Map<String, Integer> reasons = new TreeMap<>();
        SoftAssertions asserted = new SoftAssertions();
        for (Outcome outcome : summary.outcomes()) {
            Set<String> codes =
                    told(number(outcome.member().name())).map(Told::codes).orElse(Set.of());
            Trouble trouble = outcome.trouble();
            asserted.assertThat(outcome.state())
                    .as(outcome.toString())
                    .isEqualTo(codes.isEmpty() ? State.DONE : State.FAILED);
            if (trouble != null) {
                asserted.assertThat(codes)
                        .as(told(number(outcome.member().name())) + ": " + trouble)
                        .contains(trouble.code());
                asserted.assertThat(trouble.message()).isNotBlank();
                reasons.merge(trouble.code(), 1, Integer::sum);
            }
        }
        asserted.assertAll();
        assertThat(filesOf(State.DONE, summary)).isEqualTo(files());
        assertThat(crowd.most).as("worked on at once").isEqualTo(Math.min(Proving.PARALLEL, DEVICES));
        assertThat(crowd.idle).as("devices that waited while there was room").isZero();
        System.out.printf(
                "fleet of %,d, %d at once: %,d ms; %s%n",
                DEVICES, Proving.PARALLEL, summary.took().toMillis(), reasons);
    }

    /**
     * Counts how many devices are worked on. As one ends, either as many as may be are under way, or all that are left: so the time that
     * a run takes is that of its devices, and no device waits while there is room.
     */
    private static final class Crowd implements FleetListener {
        private int running;
        private int ended;
        private int most;
        private int idle;

        @Override
        public void begins(Member member) {
            running++;
            most = Math.max(most, running);
        }

        @Override
        public void ended(Outcome outcome) {
            idle += running < Math.min(Proving.PARALLEL, DEVICES - ended) ? 1 : 0;
            running--;
            ended++;
        }
    }

    private static Set<String> filesOf(State state, FleetSummary summary) {
        Set<String> names = new HashSet<>();
        summary.outcomes().stream()
                .filter(outcome -> outcome.state() == state)
                .forEach(outcome -> names.add(outcome.member().name() + ".xml"));
        return names;
    }

    private Set<String> files() {
        try (Stream<Path> all = Files.list(folder.resolve("out"))) {
            Set<String> names = new HashSet<>();
            // what was being written when the program was killed has another name
            for (Path file : all.filter(each -> !each.getFileName().toString().startsWith("."))
                    .toList()) {
                String device = file.getFileName().toString().replace(".xml", "");
                assertThat(file)
                        .content()
                        .contains("<name>" + device + "</name>")
                        .endsWith("</data>");
                names.add(file.getFileName().toString());
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void killedAtAnyMomentAndResumedEachChangeIsMadeOnce() throws Exception {
        Map<String, String> told = new HashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(told);
        }
        int begins = 0;
        while (!run(told)) {
            // killed before it could say a word, the run is begun again
            assertThat(++begins).isLessThan(3);
        }
        Path journal = folder.resolve("run.jsonl");
        Standing standing = Journal.standing(journal);
        Set<String> done = new HashSet<>(standing.done());
        Set<String> unknown = new HashSet<>(standing.unknown());

        told.forEach((device, state) -> {
            if (state.startsWith("DONE")) {
                assertThat(done).as("reported done, and so it stays").contains(device);
            }
        });
        int unknownHealthy = 0;
        for (int i = 0; i < DEVICES; i++) {
            String device = "d" + i;
            int changes = marks.get(i);
            assertThat(changes).as("changes of " + device).isLessThanOrEqualTo(1);
            if (isFaulty(i)) {
                assertThat(done).doesNotContain(device);
                assertThat(told.get(device))
                        .as("why " + device + " is not done")
                        .doesNotEndWith(" -");
            } else if (unknown.contains(device)) {
                unknownHealthy++;
            } else {
                assertThat(done).contains(device);
                assertThat(changes).as("the change of " + device).isEqualTo(1);
            }
        }
        Set<String> results = files();
        assertThat(results).hasSize(done.size()).allMatch(file -> done.contains(file.replace(".xml", "")));
        System.out.printf(
                "fleet of %,d killed %d times: %,d done, %d unknown of which %d healthy, %d refused, %d open%n",
                DEVICES,
                KILLS,
                done.size(),
                unknown.size(),
                unknownHealthy,
                standing.refused().size(),
                standing.open().size());

        assertThat(run(told, "again")).isTrue();
        for (int i = 0; i < DEVICES; i++) {
            assertThat(marks.get(i)).isLessThanOrEqualTo(unknown.contains("d" + i) ? 2 : 1);
        }
        Set<String> doneInTheEnd = Set.copyOf(Journal.standing(journal).done());
        for (int i = 0; i < DEVICES; i++) {
            String device = "d" + i;
            assertThat(doneInTheEnd.contains(device))
                    .as(device + " is done, of which was told " + told.get(device) + "; " + told(i))
                    .isEqualTo(!isFaulty(i));
        }
    }

    private Process child(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Proving.class.getName(),
                folder.toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("err").toFile()))
                .start();
    }

    /** Lets it make some changes, and kills it while further ones are under way. */
    private void runAndKill(Map<String, String> told) throws Exception {
        Process child = child();
        try (BufferedReader out = child.inputReader()) {
            CompletableFuture<Void> reading =
                    CompletableFuture.runAsync(() -> out.lines().forEach(line -> note(line, told)));
            // so many more changes have come to devices, which take a moment to answer
            int enough = made.get() + 1 + random.nextInt(Math.max(1, DEVICES / (KILLS + 1)));
            while (child.isAlive() && made.get() < enough) {
                var unused = child.waitFor(2, TimeUnit.MILLISECONDS);
            }
            // the process's own destroyForcibly would close the stream in which its last words stand
            assertThat(child.toHandle().destroyForcibly() || !child.isAlive()).isTrue();
            reading.join();
            var unused = child.waitFor();
        }
    }

    private boolean run(Map<String, String> told, String... more) throws Exception {
        Process child = child(more);
        boolean[] over = {false};
        try (BufferedReader out = child.inputReader()) {
            out.lines().forEach(line -> over[0] |= note(line, told));
            var unused = child.waitFor();
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.exitValue())
                .as(Files.readString(folder.resolve("err")))
                .isZero();
        return over[0];
    }

    private static boolean note(String line, Map<String, String> told) {
        String[] words = line.split(" ", 3);
        if (words[0].equals("told") && words.length == 3) {
            told.put(words[1], words[2]);
        }
        return words[0].equals("over");
    }
}
