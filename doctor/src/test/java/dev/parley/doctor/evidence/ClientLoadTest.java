package dev.parley.doctor.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientLoadTest {
    private static ClientLoad load(long lasted, long collecting, long delay) {
        return new ClientLoad(
                Duration.ofMillis(lasted),
                0.5,
                0.97,
                Duration.ofMillis(collecting),
                Duration.ofMillis(delay),
                Duration.ZERO,
                Duration.ZERO,
                100,
                1_024);
    }

    @Test
    void whatIsLateByAFifthOfTheTimeStarves() {
        assertThat(load(1_000, 0, 300).starvation())
                .contains(
                        "a task of the client ran 300 ms late, in an attempt of 1000 ms, with the processors at 97 %");
        assertThat(load(1_000, 400, 0).starvation()).contains("the client collected garbage for 400 ms of 1000 ms");
        assertThat(load(1_000, 400, 300).starvation().orElseThrow())
                .contains("300 ms late")
                .endsWith("; the client collected garbage for 400 ms of 1000 ms");
    }

    @Test
    void aThreadThatCarriesSessionsAndGetsNoProcessorStarves() {
        assertThat(loops(0, 300).starvation())
                .contains("the thread that carries the session waited for a processor for 300 ms of 1000 ms");
        assertThat(loops(600, 0).starvation())
                .contains(
                        "the thread that carries the session computed for 600 ms of 1000 ms, so that the device had to"
                                + " wait for it");
        assertThat(loops(150, 90).starvation()).isEmpty();
    }

    private static ClientLoad loops(long busy, long waiting) {
        return new ClientLoad(
                Duration.ofSeconds(1),
                -1,
                -1,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(busy),
                Duration.ofMillis(waiting),
                -1,
                -1);
    }

    @Test
    void aLittleIsNothing() {
        assertThat(load(1_000, 50, 90).starvation()).isEmpty();
        assertThat(load(10_000, 500, 1_000).starvation()).isEmpty();
        assertThat(ClientLoad.UNKNOWN.starvation()).isEmpty();
        assertThat(ClientLoad.UNKNOWN.isOutOfFiles()).isFalse();
    }

    @Test
    void aMeterMeasuresThisProcess() {
        try (LoadMeter meter = LoadMeter.start()) {
            ClientLoad load = meter.since(meter.read());

            assertThat(load.lasted()).isPositive();
            assertThat(load.mostFiles()).isNotZero();
            assertThat(load.collecting().isNegative()).isFalse();
            assertThat(load.worstDelay().isNegative()).isFalse();
        }
    }
}
