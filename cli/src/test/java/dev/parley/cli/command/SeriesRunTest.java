package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Style;
import dev.parley.cli.terminal.ColorMode;
import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.StandardOutput;
import dev.parley.cli.terminal.Terminal;
import dev.parley.device.Device;
import dev.parley.doctor.series.Journal;
import dev.parley.doctor.series.Pace;
import dev.parley.error.InputException;
import dev.parley.simulator.DeviceSimulator;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A series whose file cannot be written to the end. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has a file that is always full")
class SeriesRunTest {
    private static final Path FULL = Path.of("/dev/full");

    @Test
    void whatWasSeenIsReportedThoughTheDiskIsFull() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                InputStream.nullInputStream(),
                StandardOutput.to(OutputStream.nullOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.NONE,
                Map.of());
        Output output = new Output(console, new Style(false, ColorMode.NEVER, false));
        try (DeviceSimulator device = DeviceSimulator.builder().clearText().start()) {
            SeriesRun run = new SeriesRun(
                    Device.cleartextTcp(device.host(), device.port()).withName("pe1"),
                    new Pace(3, Pace.FOR_EVER, Duration.ofMillis(1), 1),
                    FULL,
                    List.of(),
                    output);

            SeriesRun.Made made = run.make(List.of(), Journal.appendTo(FULL));

            assertThat(made.report().attempts()).hasSize(3);
            assertThat(made.end(ExitCode.OK)).isEqualTo(ExitCode.WRITE);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .isEqualToIgnoringNewLines(
                            "warning: cannot write to /dev/full: the disk is full; no further attempts"
                                    + " are kept there, and the report has them all");

            try (Journal journal = Journal.appendTo(FULL)) {
                assertThatThrownBy(() -> journal.add(made.report().attempts().get(0)))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("the disk is full")
                        .extracting(failure -> ((InputException) failure).advice())
                        .isEqualTo(Optional.of("make room there, or name a file on another disk"));
            }
        }
    }
}
