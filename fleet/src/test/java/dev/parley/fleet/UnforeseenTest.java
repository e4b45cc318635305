package dev.parley.fleet;

import static dev.parley.fleet.Bench.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.fleet.Outcome.State;
import dev.parley.inventory.Member;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a job, a listener or parley itself ends in a reason, not in a run that never ends. */
@Tag("any-jdk")
@Timeout(60)
class UnforeseenTest {
    private static final List<Member> TWO = Bench.members(2);

    @TempDir
    Path folder;

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private FleetSummary run() {
        return bench.run(TWO, Plan.DEFAULT, bench.journal(folder.resolve("run.jsonl"), TWO));
    }

    @Test
    void whatNobodyForesawIsNotTakenForDone() {
        bench.changing("change", device -> {
            throw new IllegalStateException("a fault");
        });

        FleetSummary summary = run();

        assertThat(in(summary, State.UNKNOWN)).hasSize(2);
        assertThat(summary.outcomes().get(0).trouble().message()).contains("a fault");
    }

    @Test
    void anErrorBeforeADeviceIsReachedEndsItsTurn() {
        bench.visiting = device -> {
            throw new NoClassDefFoundError("a class");
        };
        bench.changing("change", bench::well);

        FleetSummary summary = run();

        assertThat(in(summary, State.FAILED)).containsExactly("d1", "d2");
        assertThat(summary.outcomes().get(0).trouble().message()).contains("NoClassDefFoundError: a class");
    }

    @Test
    void anErrorWhileADeviceIsReachedEndsItsTurn() {
        bench.reaching = device -> {
            throw new NoClassDefFoundError("a class");
        };
        bench.changing("change", bench::well);

        FleetSummary summary = run();

        assertThat(in(summary, State.FAILED)).containsExactly("d1", "d2");
        assertThat(bench.taken("change", "d1")).isZero();
    }

    /** The journal has that it began and not that it ended: that it is known not to have been made would be a lie. */
    @Test
    void aChangeWhoseAnswerCannotBeTakenInIsUnknown() {
        bench.changing("change", bench::well);
        Path file = folder.resolve("run.jsonl");
        FleetSummary summary;
        try (Journal journal = bench.journal(file, TWO)) {
            summary = FleetRun.of(bench, TWO, Plan.DEFAULT)
                    .with(journal)
                    .with((member, step, answer) -> {
                        throw new StackOverflowError("a fault");
                    })
                    .run();
        }
        assertThat(in(summary, State.UNKNOWN)).containsExactly("d1", "d2");
        assertThat(Journal.standing(file).unknown()).containsExactly("d1", "d2");
    }

    @Test
    void whatAListenerThrowsIsThrown() {
        bench.reading("read", bench::well);
        FleetRun<String> run = FleetRun.of(bench, TWO, Plan.DEFAULT).with(new FleetListener() {
            @Override
            public void ended(Outcome outcome) {
                throw new NoClassDefFoundError("a class");
            }
        });

        assertThatThrownBy(run::run).isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void aDeviceThatIsThereTwiceIsRefused() {
        List<Member> twice = List.of(TWO.get(0), TWO.get(1), TWO.get(0));

        assertThatThrownBy(() -> FleetRun.of(bench, twice, Plan.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("device d1 is there twice");
    }

    @Test
    void aRunIsCarriedOutOnce() {
        bench.reading("read", bench::well);
        FleetRun<String> run = FleetRun.of(bench, TWO, Plan.DEFAULT);

        assertThat(run.run().isDone()).isTrue();
        assertThatThrownBy(run::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("begin another one");
    }
}
