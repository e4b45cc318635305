package dev.parley.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of a run, and how much of it is in memory. */
@Tag("any-jdk")
@Timeout(60)
class TellerTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** With answers of which one is too much: each device is told before the next one is begun, however slow the listener is. */
    @Test
    void nothingIsBegunWhileTooMuchWaitsToBeTold() {
        String text = "x".repeat((int) Teller.MOST + 1);
        AtomicInteger told = new AtomicInteger();
        AtomicInteger early = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(1);
        bench.reading("read", device -> {
            int number = Integer.parseInt(device.substring(1));
            early.addAndGet(told.get() < number - 1 ? 1 : 0);
            if (number == 2) {
                second.countDown();
            }
            return bench.later(device, each -> Answer.done(Map.of("out", List.of(text))));
        });

        FleetSummary summary = FleetRun.of(bench, Bench.members(5), Plan.DEFAULT.withParallel(1))
                .with(new FleetListener() {
                    @Override
                    public void ended(Outcome outcome) {
                        assertThat(outcome.answers())
                                .singleElement()
                                .satisfies(answer -> assertThat(answer.facts()).containsKey("out"));
                        if (outcome.member().name().equals("d1")) {
                            awaitNothing(second);
                        }
                        told.incrementAndGet();
                    }
                })
                .run();

        assertThat(summary.isDone()).isTrue();
        assertThat(told).hasValue(5);
        assertThat(early).as("devices begun while too much waited").hasValue(0);
    }

    /** Gives the run every chance to begin what it must not. */
    private static void awaitNothing(CountDownLatch latch) {
        try {
            assertThat(latch.await(500, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatCameOfTheStepsIsToldAndNotKept() {
        AtomicInteger answers = new AtomicInteger();
        bench.reading("read", device -> bench.later(device, each -> Answer.done(Map.of("out", each))));

        FleetSummary summary = FleetRun.of(bench, Bench.members(5), Plan.DEFAULT)
                .with(new FleetListener() {
                    @Override
                    public void ended(Outcome outcome) {
                        answers.addAndGet(outcome.answers().size());
                    }
                })
                .run();

        assertThat(answers).hasValue(5);
        assertThat(summary.outcomes()).allMatch(outcome -> outcome.answers().isEmpty());
    }
}
