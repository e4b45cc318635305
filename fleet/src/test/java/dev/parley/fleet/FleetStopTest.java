package dev.parley.fleet;

import static dev.parley.fleet.Bench.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.Fate;
import dev.parley.fleet.FleetListener.Stop;
import dev.parley.fleet.Outcome.State;
import dev.parley.fleet.Plan.Again;
import dev.parley.inventory.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a run ends early, and what it begins no more. */
@Tag("any-jdk")
class FleetStopTest {
    private static final Plan TEN = Plan.DEFAULT.withParallel(10);
    private static final Plan CANARY = TEN.inWaves(Waves.parse(1, "10%")).stoppingAt(StopAt.parse("1"));

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
    void aCanaryThatFailsKeepsTheOthersAsTheyAre() {
        List<Member> members = Bench.members(50);
        bench.changing("change", device -> bench.later(device, each -> Bench.trouble(Fate.REJECTED)));

        FleetSummary summary = bench.run(
                members,
                TEN.inWaves(Waves.parse(1, "10%")).stoppingAt(StopAt.parse("5%")),
                bench.journal(file(), members));

        assertThat(summary.stop()).isEqualTo(Stop.FAILURES);
        assertThat(in(summary, State.FAILED)).containsExactly("d1");
        assertThat(in(summary, State.NOT_BEGUN)).hasSize(49);
        assertThat(bench.taken("change", "d2")).isZero();
    }

    @Test
    void aResultThatCannotBeKeptEndsTheRunAndOnlyAChangeIsDoneAllTheSame() {
        List<Member> members = Bench.members(40);
        bench.reading("read", bench::well).changing("change", bench::well);
        ResultKeeper full = (member, step, answer) -> {
            if (step == (member.name().equals("d1") ? 0 : 1)) {
                throw new IOException("No space left on device");
            }
        };
        FleetSummary first;
        try (Journal journal = bench.journal(file(), members)) {
            first = FleetRun.of(bench, members, Plan.DEFAULT.withParallel(2))
                    .with(journal)
                    .with(full)
                    .run();
        }

        assertThat(first.stop()).isEqualTo(Stop.UNWRITABLE);
        assertThat(in(first, State.DONE)).isEmpty();
        assertThat(in(first, State.FAILED)).contains("d1");
        assertThat(first.outcomes().get(0).trouble().message()).isEqualTo("the disk is full");
        assertThat(in(first, State.NOT_BEGUN)).hasSizeGreaterThan(30);

        assertThat(bench.run(members, TEN, bench.resumed(file(), members)).isDone())
                .isTrue();
        assertThat(members).allMatch(member -> bench.taken("change", member.name()) == 1);
    }

    @Test
    void aRunThatIsStoppedLetsWorkUnderWayEndAndBeginsNothing() throws InterruptedException {
        List<Member> members = Bench.members(20);
        CountDownLatch underWay = new CountDownLatch(3);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        bench.changing("change", device -> {
            underWay.countDown();
            return answer;
        });
        FleetRun<String> run = FleetRun.of(bench, members, Plan.DEFAULT.withParallel(3));
        CompletableFuture<FleetSummary> summary;
        try (Journal journal = bench.journal(file(), members)) {
            summary = CompletableFuture.supplyAsync(run.with(journal)::run);
            assertThat(underWay.await(20, TimeUnit.SECONDS)).isTrue();
            run.stop();
            answer.complete(Answer.done());
            assertThat(in(summary.join(), State.DONE)).containsExactly("d1", "d2", "d3");
        }
        assertThat(summary.join().stop()).isEqualTo(Stop.ASKED);
        assertThat(in(summary.join(), State.NOT_BEGUN)).hasSize(17);
        assertThat(bench.givenUp).isEmpty();
    }

    @Test
    void aDeviceThatNeverAnswersDoesNotHoldUpTheEnd() throws InterruptedException {
        List<Member> members = Bench.members(2);
        CountDownLatch underWay = new CountDownLatch(2);
        bench.changing("change", device -> {
            underWay.countDown();
            return new CompletableFuture<>();
        });
        FleetRun<String> run = FleetRun.of(bench, members, TEN);
        FleetSummary summary;
        try (Journal journal = bench.journal(file(), members)) {
            CompletableFuture<FleetSummary> running = CompletableFuture.supplyAsync(run.with(journal)::run);
            assertThat(underWay.await(20, TimeUnit.SECONDS)).isTrue();
            run.stop();
            summary = running.join();
        }
        assertThat(in(summary, State.UNKNOWN)).containsExactly("d1", "d2");
        assertThat(bench.givenUp).containsExactlyInAnyOrder("d1", "d2");
        assertThat(Journal.standing(file()).unknown()).containsExactly("d1", "d2");
    }

    @Test
    void aRunThatGoesOnDoesNotWalkPastACanaryThatHasFailed() {
        List<Member> members = Bench.members(12);
        bench.changing(
                "change",
                device ->
                        bench.later(device, each -> each.equals("d1") ? Bench.trouble(Fate.REJECTED) : Answer.done()));
        assertThat(bench.run(members, CANARY, bench.journal(file(), members)).stop())
                .isEqualTo(Stop.FAILURES);

        FleetSummary second = bench.run(members, CANARY, bench.resumed(file(), members));

        assertThat(second.stop()).isEqualTo(Stop.FAILURES);
        assertThat(in(second, State.NOT_BEGUN)).hasSize(11);
        assertThat(bench.taken("change", "d2")).isZero();

        FleetSummary tried =
                bench.run(members, CANARY.repeating(Set.of(Again.REFUSED)), bench.resumed(file(), members));
        assertThat(bench.taken("change", "d1")).isEqualTo(2);
        assertThat(in(tried, State.NOT_BEGUN)).hasSize(11);

        FleetSummary past =
                bench.run(members, CANARY.stoppingAt(StopAt.parse("never")), bench.resumed(file(), members));
        assertThat(in(past, State.DONE)).hasSize(11);
    }

    @Test
    void whatFailedInAWaveBeforeCountsWithWhatFailsNow() {
        List<Member> members = Bench.members(12);
        bench.changing(
                "change",
                device -> bench.later(
                        device,
                        each -> Set.of("d1", "d2").contains(each) ? Bench.trouble(Fate.UNKNOWN) : Answer.done()));
        Plan plan = Plan.DEFAULT.withParallel(1).stoppingAt(StopAt.parse("2"));
        FleetSummary first = bench.run(members, plan.stoppingAt(StopAt.parse("1")), bench.journal(file(), members));
        assertThat(in(first, State.NOT_BEGUN)).hasSize(11);

        FleetSummary second = bench.run(members, plan, bench.resumed(file(), members));

        assertThat(in(second, State.UNKNOWN)).containsExactly("d1", "d2");
        assertThat(in(second, State.NOT_BEGUN)).hasSize(10);
    }

    /** A device may take long until it can be asked; when it can, the run may have been stopped. */
    @Test
    void aDeviceThatIsReachedAfterTheStopIsNotBegun() throws InterruptedException {
        List<Member> members = Bench.members(1);
        CountDownLatch underWay = new CountDownLatch(1);
        CompletableFuture<Void> reached = new CompletableFuture<>();
        bench.reaching = device -> {
            underWay.countDown();
            return reached;
        };
        bench.changing("change", bench::well);
        FleetRun<String> run = FleetRun.of(bench, members, TEN);
        FleetSummary summary;
        try (Journal journal = bench.journal(file(), members)) {
            CompletableFuture<FleetSummary> running = CompletableFuture.supplyAsync(run.with(journal)::run);
            assertThat(underWay.await(20, TimeUnit.SECONDS)).isTrue();
            run.stop();
            reached.complete(null);
            summary = running.join();
        }
        assertThat(in(summary, State.NOT_BEGUN)).containsExactly("d1");
        assertThat(bench.taken("change", "d1")).isZero();
        assertThat(Journal.standing(file()).open()).containsExactly("d1");
    }

    @Test
    void whereTooMuchHasFailedOnlyDevicesOnWhichSomethingWasBegunComeToTheirEnd() {
        List<Member> members = Bench.members(3);
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        // d1 is not reached yet when d2 fails; d3 has its first step behind it
        bench.reaching = device -> switch (device) {
            case "d1" -> stopped;
            case "d3" -> bench.taken("one", "d3") == 0 ? CompletableFuture.completedFuture(null) : stopped;
            default -> CompletableFuture.supplyAsync(() -> device, bench.world);
        };
        CompletableFuture<Void> oneOnThree = new CompletableFuture<>();
        bench.changing("one", device -> {
                    if (device.equals("d3")) {
                        return bench.well(device).whenComplete((answer, failure) -> oneOnThree.complete(null));
                    }
                    return oneOnThree.thenApply(done -> Bench.trouble(Fate.REJECTED));
                })
                .changing("two", bench::well);

        FleetSummary summary = FleetRun.of(bench, members, TEN.stoppingAt(StopAt.parse("1")))
                .with(new FleetListener() {
                    @Override
                    public void stops(Stop why) {
                        stopped.complete(null);
                    }
                })
                .run();

        assertThat(in(summary, State.NOT_BEGUN)).containsExactly("d1");
        assertThat(in(summary, State.FAILED)).containsExactly("d2");
        assertThat(in(summary, State.DONE)).containsExactly("d3");
        assertThat(bench.taken("one", "d1")).isZero();
    }

    @Test
    void whatCannotBeWrittenWeighsMoreThanWhatFails() {
        List<Member> members = Bench.members(2);
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        bench.reading(
                "read",
                device -> device.equals("d1")
                        ? bench.later(device, each -> Bench.trouble(Fate.REJECTED))
                        : stopped.thenApply(done -> Answer.done()));
        List<Stop> told = new ArrayList<>();

        FleetSummary summary = FleetRun.of(bench, members, TEN.stoppingAt(StopAt.parse("1")))
                .with((member, step, answer) -> {
                    if (member.name().equals("d2")) {
                        throw new IOException("No space left on device");
                    }
                })
                .with(new FleetListener() {
                    @Override
                    public void stops(Stop why) {
                        told.add(why);
                        stopped.complete(null);
                    }
                })
                .run();

        assertThat(summary.stop()).isEqualTo(Stop.UNWRITABLE);
        assertThat(told).containsExactly(Stop.FAILURES, Stop.UNWRITABLE);
    }
}
