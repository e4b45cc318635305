package dev.parley.doctor.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.doctor.Doctor;
import dev.parley.pattern.Pattern;
import dev.parley.pattern.PatternReport.Outcome;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.HelloFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SeriesTest {
    private static final Pace QUICK = new Pace(40, Pace.FOR_EVER, Duration.ZERO, 4);

    @TempDir
    private Path folder;

    private static DeviceSimulator.Builder plain() {
        return DeviceSimulator.builder().clearText();
    }

    private static Device at(DeviceSimulator device, String name) {
        return Device.cleartextTcp(device.host(), device.port())
                .withName(name)
                .withTimeouts(Timeouts.of(Duration.ofSeconds(10)));
    }

    private static FaultPlan everySecond() {
        FaultPlan plan = FaultPlan.none();
        for (int i = 1; i <= QUICK.times(); i += 2) {
            plan = plan.andOnConnection(i, new HelloFault.SessionId("none"));
        }
        return plan;
    }

    private void series(DeviceSimulator device, String name, Path file) {
        try (Doctor doctor = Doctor.create();
                Journal journal = Journal.appendTo(file)) {
            Series.make(doctor, at(device, name), QUICK, journal::add);
        }
    }

    @Test
    void whatOneOfTwoDevicesDoesNowAndThenIsFoundInTheirJournals() {
        Path file = folder.resolve("attempts.jsonl");
        try (DeviceSimulator good = plain().start();
                DeviceSimulator bad = plain().faults(everySecond()).start()) {
            series(good, "good", file);
            series(bad, "bad", file);
        }

        Journal.Content content = Journal.read(file);
        SeriesReport report = SeriesReport.of(content.attempts(), ZoneOffset.UTC);

        assertThat(content.unreadable()).isZero();
        assertThat(report.all().attempts()).isEqualTo(80);
        assertThat(report.all().failed()).isEqualTo(20);
        assertThat(report.failures()).containsOnlyKeys("bad-hello in hello");
        assertThat(report.millis()).hasSize(3).isSorted();
        assertThat(report.patterns().outcome()).isEqualTo(Outcome.FOUND);
        assertThat(report.patterns().patterns()).extracting(Pattern::factor).contains("device");
        assertThat(report.facts()).containsEntry("failed", 20).containsEntry("outcome", "found");
    }

    @Test
    void aJournalThatWasCutOffIsGoneOnWith() throws IOException {
        Path file = folder.resolve("attempts.jsonl");
        try (DeviceSimulator device = plain().start()) {
            series(device, "pe1", file);
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length - 100));
            assertThat(Journal.read(file).attempts()).hasSize(39);
            assertThat(Journal.read(file).unreadable()).isZero();

            series(device, "pe1", file);
        }
        Files.writeString(file, "{\"began\": 7}\nno JSON\n\n", StandardOpenOption.APPEND);

        Journal.Content content = Journal.read(file);

        assertThat(content.attempts()).hasSize(79);
        assertThat(content.unreadable())
                .as("the one cut off, and two that are none")
                .isEqualTo(3);
    }

    @Test
    void whatWasTrueAroundAnAttemptStandsInTheJournal() {
        Path file = folder.resolve("attempts.jsonl");
        try (DeviceSimulator device = plain().start()) {
            series(device, "pe1", file);
        }
        assertThat(Journal.read(file).attempts()).extracting(AttemptLine::trial).allSatisfy(trial -> {
            assertThat(trial.kinds()).containsEntry("address", "127.0.0.1").containsEntry("device", "pe1");
            assertThat(trial.measures().get("attempts at once")).isBetween(1.0, 4.0);
            assertThat(trial.measures()).containsKey("bytes of the hello");
        });
    }

    @Test
    void whatListensMayEndTheSeries() {
        List<AttemptLine> told = new ArrayList<>();
        try (DeviceSimulator device = plain().start();
                Doctor doctor = Doctor.create()) {
            assertThatThrownBy(() -> Series.make(
                            doctor, at(device, "pe1"), new Pace(1_000, Pace.FOR_EVER, Duration.ZERO, 1), line -> {
                                told.add(line);
                                throw new IllegalStateException("the disk is full");
                            }))
                    .hasMessage("the disk is full");
        }
        assertThat(told).hasSizeBetween(1, 2);
    }

    @Test
    void anInterruptEndsItAndLosesNothing() {
        List<AttemptLine> told = new ArrayList<>();
        try (DeviceSimulator device = plain().start();
                Doctor doctor = Doctor.create()) {
            Thread.currentThread().interrupt();
            Series.make(doctor, at(device, "pe1"), new Pace(5, Pace.FOR_EVER, Duration.ofHours(1), 1), told::add);
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(told).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aPaceHasNumbersThatMakeSense() {
        assertThatThrownBy(() -> new Pace(0, Pace.FOR_EVER, Duration.ZERO, 1)).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new Pace(1, Pace.FOR_EVER, Duration.ZERO, 65)).hasMessageContaining("1 to 64");
    }
}
