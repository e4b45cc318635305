package dev.parley.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartTest {
    private static final Waterfall CHART = new Waterfall(List.of(
            row("connect", 0, 10, false, "192.0.2.1:6513"),
            row("secure", 10, 20, false, "TLSv1.3"),
            row("hello", 30, 10, true, "hello-timeout")));

    private static Waterfall.Row row(String label, long began, long took, boolean failed, String detail) {
        return new Waterfall.Row(label, Duration.ofMillis(began), Duration.ofMillis(took), failed, detail);
    }

    @Test
    void barsStandWhereTheirStepsStandInTime() {
        assertThat(CHART.lines(Paint.NONE, 80))
                .containsExactly(
                        "  connect   10.0 ms  ██████████                                192.0.2.1:6513",
                        "  secure    20.0 ms            ████████████████████            TLSv1.3",
                        "  hello     10.0 ms                                ██████████ ✗  hello-timeout",
                        "  total     40.0 ms");
    }

    @Test
    void aNarrowTerminalShowsNoDetails() {
        assertThat(CHART.lines(Paint.NONE, 50)).noneMatch(line -> line.contains("TLSv1.3"));
        assertThat(CHART.lines(Paint.NONE, 50)).allMatch(line -> line.length() <= 50);
    }

    @Test
    void aDetailSteersNoTerminal() {
        Waterfall chart = new Waterfall(List.of(row("a", 0, 1, false, "SSH-2.0-x\u001b]0;PWNED\u0007")));

        assertThat(chart.lines(Paint.NONE, 120).get(0)).endsWith("SSH-2.0-x\\u001b]0;PWNED\\u0007");
    }

    @Test
    void theShortestStepIsStillSeen() {
        Waterfall chart = new Waterfall(List.of(row("a", 0, 0, false, ""), row("b", 0, 1_000, false, "")));

        assertThat(chart.lines(Paint.NONE, 80).get(0)).endsWith("▏");
    }

    @Test
    void nothingThatHappenedIsNoError() {
        assertThat(new Waterfall(List.of()).lines(Paint.NONE, 80)).containsExactly("  total    0.0 ms");
    }

    @Test
    void sizesAreWrittenInTheLargestUnitOfWhichThereIsOne() {
        assertThat(Bytes.text(0)).isEqualTo("0 bytes");
        assertThat(Bytes.text(1)).isEqualTo("1 byte");
        assertThat(Bytes.text(1_023)).isEqualTo("1023 bytes");
        assertThat(Bytes.text(1_536)).isEqualTo("1.5 KiB");
        assertThat(Bytes.text(3L << 40)).isEqualTo("3.0 TiB");
        assertThat(Bytes.text(5L << 50)).isEqualTo("5120.0 TiB");
        assertThat(Bytes.rate(2_048, 2_000_000_000L)).isEqualTo("1.0 KiB/s");
    }
}
