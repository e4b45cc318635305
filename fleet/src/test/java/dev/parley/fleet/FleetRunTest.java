package dev.parley.fleet;

import static dev.parley.fleet.Bench.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.Fate;
import dev.parley.fleet.Outcome.State;
import dev.parley.fleet.Plan.Again;
import dev.parley.inventory.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("any-jdk")
class FleetRunTest {
    private static final Plan TEN = Plan.DEFAULT.withParallel(10);

    @TempDir
    Path folder;

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private Path file() {
        return folder.resolve("run.jsonl");
    }

    @Test
    void everyDeviceIsDoneOnceAndNoMoreAtOnceThanMayBe() {
        List<Member> members = Bench.members(300);
        bench.reading("read", bench::well).changing("change", bench::well);

        FleetSummary summary = bench.run(members, TEN, bench.journal(file(), members));

        assertThat(summary.isDone()).isTrue();
        assertThat(summary.outcomes()).extracting(Outcome::member).isEqualTo(members);
        assertThat(members).allMatch(member -> bench.taken("change", member.name()) == 1);
        assertThat(bench.mostAtOnce()).isBetween(2, 10);
    }

    @Test
    void devicesThatHaveSomethingInCommonHaveALimitOfTheirOwn() {
        Map<String, AtomicInteger> at = new ConcurrentHashMap<>();
        Map<String, Integer> most = new ConcurrentHashMap<>();
        List<Member> members = IntStream.range(0, 120)
                .mapToObj(number -> Bench.member("d" + number, Map.of("site", "s" + number % 3)))
                .toList();
        bench.reading("read", device -> {
            String site = "s" + Integer.parseInt(device.substring(1)) % 3;
            most.merge(
                    site, at.computeIfAbsent(site, each -> new AtomicInteger()).incrementAndGet(), Math::max);
            return bench.later(device, each -> {
                at.get(site).decrementAndGet();
                return Answer.done();
            });
        });

        FleetSummary summary = bench.run(members, TEN.with(Share.ofVariable("site", 2)), null);

        assertThat(summary.isDone()).isTrue();
        assertThat(most)
                .hasSize(3)
                .allSatisfy((site, number) -> assertThat(number).isLessThanOrEqualTo(2));
    }

    @Test
    void aWaveBeginsWhenTheOneBeforeIsThrough() {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        bench.reading("read", bench::well);

        FleetSummary summary = FleetRun.of(bench, Bench.members(20), TEN.inWaves(Waves.parse(2, "50%")))
                .with(new FleetListener() {
                    @Override
                    public void wave(int number, int of, int devices) {
                        told.add("wave " + number + "/" + of + ": " + devices);
                    }

                    @Override
                    public void ended(Outcome outcome) {
                        told.add("ended");
                    }
                })
                .run();

        assertThat(summary.isDone()).isTrue();
        assertThat(told).hasSize(23);
        assertThat(told.get(0)).isEqualTo("wave 1/3: 2");
        assertThat(told.get(3)).isEqualTo("wave 2/3: 8");
        assertThat(told.get(12)).isEqualTo("wave 3/3: 10");
    }

    @Test
    void aChangeIsOnTheDiskBeforeItIsSentAndAfterItIsAnswered() {
        List<Member> members = Bench.members(30);
        List<String> early = Collections.synchronizedList(new ArrayList<>());
        bench.changing("change", device -> {
            if (!journal().contains("\"event\":\"began\"") || !line("began", device)) {
                early.add(device);
            }
            return bench.well(device);
        });
        try (Journal journal = bench.journal(file(), members)) {
            FleetRun.of(bench, members, TEN)
                    .with(journal)
                    .with(new FleetListener() {
                        @Override
                        public void ended(Outcome outcome) {
                            if (!line("ended", outcome.member().name())) {
                                early.add(outcome.member().name());
                            }
                        }
                    })
                    .run();
        }
        assertThat(early).isEmpty();
    }

    private boolean line(String event, String device) {
        return journal()
                .lines()
                .anyMatch(line ->
                        line.contains("\"event\":\"" + event + "\"") && line.contains("\"device\":\"" + device + "\""));
    }

    private String journal() {
        try {
            return Files.readString(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsDoneIsNotRepeatedAndWhatIsUnknownNotGuessed() {
        List<Member> members = Bench.members(8);
        Map<String, Fate> fates = Map.of("d2", Fate.NOT_SENT, "d3", Fate.REJECTED, "d4", Fate.UNKNOWN);
        Bench.Act act = device -> bench.later(
                device,
                each -> fates.containsKey(each) && bench.taken("change", each) == 1
                        ? Bench.trouble(fates.get(each))
                        : Answer.done());
        bench.changing("change", act);

        FleetSummary first = bench.run(members, TEN, bench.journal(file(), members));
        assertThat(in(first, State.FAILED)).containsExactly("d2", "d3");
        assertThat(in(first, State.UNKNOWN)).containsExactly("d4");

        FleetSummary second = bench.run(members, TEN, bench.resumed(file(), members));
        assertThat(bench.taken("change", "d1")).isEqualTo(1);
        assertThat(bench.taken("change", "d2")).as("nothing had been sent").isEqualTo(2);
        assertThat(bench.taken("change", "d3")).as("it had said no").isEqualTo(1);
        assertThat(bench.taken("change", "d4")).as("nobody knows").isEqualTo(1);
        assertThat(in(second, State.DONE)).hasSize(6);
        assertThat(second.outcomes().get(2).trouble()).isNotNull();
        assertThat(second.outcomes().get(3).before()).isTrue();
        assertThat(Journal.standing(file()))
                .isEqualTo(new Standing(
                        List.of("d1", "d2", "d5", "d6", "d7", "d8"), List.of("d3"), List.of("d4"), List.of()));

        FleetSummary third =
                bench.run(members, TEN.repeating(Set.of(Again.UNKNOWN, Again.REFUSED)), bench.resumed(file(), members));
        assertThat(third.isDone()).isTrue();
        assertThat(bench.taken("change", "d4")).isEqualTo(2);
        assertThat(bench.taken("change", "d1")).isEqualTo(1);
    }

    @Test
    void aReadingIsRepeatedWhateverBecameOfIt() {
        List<Member> members = Bench.members(3);
        bench.reading(
                "read",
                device -> bench.later(
                        device,
                        each -> each.equals("d2") && bench.taken("read", each) == 1
                                ? Bench.trouble(Fate.UNKNOWN)
                                : Answer.done()));

        FleetSummary first = bench.run(members, TEN, bench.journal(file(), members));
        assertThat(in(first, State.FAILED)).containsExactly("d2");
        assertThat(bench.run(members, TEN, bench.resumed(file(), members)).isDone())
                .isTrue();
        assertThat(bench.taken("read", "d1")).isEqualTo(1);
    }

    @Test
    void aSequenceGoesOnBehindTheStepsThatAreDone() {
        List<Member> members = Bench.members(4);
        bench.changing("first", bench::well)
                .changing(
                        "second",
                        device -> bench.later(
                                device,
                                each -> bench.taken("second", each) == 1
                                        ? Bench.trouble(Fate.NOT_SENT)
                                        : Answer.done()));

        FleetSummary first = bench.run(members, TEN, bench.journal(file(), members));
        assertThat(first.outcomes()).allSatisfy(outcome -> {
            assertThat(outcome.steps()).isEqualTo(1);
            assertThat(outcome.step()).isEqualTo("second");
        });
        assertThat(bench.run(members, TEN, bench.resumed(file(), members)).isDone())
                .isTrue();
        assertThat(bench.taken("first", "d1")).isEqualTo(1);
        assertThat(bench.taken("second", "d1")).isEqualTo(2);
    }

    @Test
    void aDeviceThatCannotBeReachedIsNotBegun() {
        List<Member> members = Bench.members(1);
        AtomicInteger prepared = new AtomicInteger();
        Step<String> step = new Step<>() {
            @Override
            public String name() {
                return "change";
            }

            @Override
            public boolean changes() {
                return true;
            }

            @Override
            public CompletableFuture<?> prepare(String device) {
                prepared.incrementAndGet();
                return CompletableFuture.failedFuture(new IOException("nobody there"));
            }

            @Override
            public CompletableFuture<Answer> carryOut(String device) {
                throw new AssertionError("nothing may be sent");
            }
        };
        bench.steps().add(step);

        bench.run(members, TEN, bench.journal(file(), members));
        FleetSummary second = bench.run(members, TEN, bench.resumed(file(), members));

        assertThat(prepared).hasValue(2);
        assertThat(in(second, State.FAILED)).containsExactly("d1");
        assertThat(journal()).doesNotContain("\"event\":\"began\"");
    }
}
