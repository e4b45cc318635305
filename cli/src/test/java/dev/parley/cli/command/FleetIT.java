package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.simulator.DeviceEvent;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of the program as it is built, which is killed. */
class FleetIT {
    private static final String PARLEY =
            Path.of("target", "parley", "bin", "parley").toAbsolutePath().toString();
    private static final String CHANGE =
            "<system xmlns='urn:ietf:params:xml:ns:yang:ietf-system'><contact>noc</contact></system>";

    @TempDir
    private Path folder;

    private Process parley(Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PARLEY));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(err.toFile())
                .start();
    }

    @Test
    void aRunThatIsKilledGoesOnWithoutDoingAnythingTwice() throws Exception {
        String journal = folder.resolve("run.jsonl").toString();
        Path err = folder.resolve("err.txt");
        AtomicInteger changes = new AtomicInteger();
        CountDownLatch silent = new CountDownLatch(2);
        try (TestFleet fleet = TestFleet.start(
                folder,
                3,
                (number, device) -> device.listener(event -> {
                            if (event instanceof DeviceEvent.Requested asked
                                    && asked.request().name().equals("edit-config")) {
                                changes.incrementAndGet();
                                silent.countDown();
                            }
                        })
                        .faults(
                                number == 1
                                        ? FaultPlan.onConnection(1, new Break(new Moment.InReply(1, 1), Ending.SILENCE))
                                        : FaultPlan.none()))) {
            String[] command = fleet.command(
                    "--journal", journal, "--parallel", "1", "--", "edit-config", CHANGE, "--target", "running");
            Process killed = parley(err, command);
            try {
                assertThat(silent.await(60, TimeUnit.SECONDS))
                        .as(() -> said(err))
                        .isTrue();
            } finally {
                assertThat(killed.destroyForcibly().waitFor(60, TimeUnit.SECONDS))
                        .isTrue();
            }

            Process second = parley(err, "fleet", "--resume", journal);
            try {
                assertThat(second.waitFor(120, TimeUnit.SECONDS)).isTrue();
            } finally {
                second.destroyForcibly();
            }

            assertThat(second.exitValue()).as(said(err)).isEqualTo(7);
            assertThat(said(err))
                    .contains("2 done, 1 unknown")
                    .contains("a change had begun on d1, and nobody knows whether it was made");
            assertThat(changes).as("d0 and d1 before, d2 afterwards").hasValue(3);
        }
    }

    private static String said(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
