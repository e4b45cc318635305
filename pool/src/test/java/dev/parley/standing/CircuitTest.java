package dev.parley.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.standing.Circuit.Answer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attempts from before a device was left alone, while one is under way that decides. */
class CircuitTest {
    private final IOException noAnswer = new IOException("no answer");

    private final Object before = new Object();
    private final Object trier = new Object();
    private final Object third = new Object();
    private final Circuit circuit = new Circuit(1, Duration.ofMinutes(1), Duration.ofHours(1), () -> 0);
    private long later;

    /** Two attempts begin; one fails, so that the device is left alone; a third one tries it when the time has come. */
    @BeforeEach
    void leaveAloneAndTry() {
        assertThat(circuit.ask(0, before)).isEqualTo(Answer.YES);
        assertThat(circuit.ask(0, third)).isEqualTo(Answer.YES);
        assertThat(circuit.failed(0, noAnswer, third)).isTrue();
        assertThat(circuit.ask(circuit.until() - 1, trier)).isEqualTo(Answer.LATER);
        later = circuit.until();
        assertThat(circuit.ask(later, trier)).isEqualTo(Answer.YES);
        assertThat(circuit.ask(later, third)).isEqualTo(Answer.WHEN_TRIED);
    }

    @Test
    void oneThatIsAbandonedLetsNoOtherIn() {
        circuit.abandoned(before);
        assertThat(circuit.ask(later, third)).isEqualTo(Answer.WHEN_TRIED);

        circuit.abandoned(trier);
        assertThat(circuit.ask(later, third)).isEqualTo(Answer.YES);
    }

    @Test
    void oneThatFailsDoesNotDecide() {
        assertThat(circuit.failed(later, noAnswer, before)).isFalse();
        assertThat(circuit.until()).isEqualTo(later);
        assertThat(circuit.ask(later, third)).isEqualTo(Answer.WHEN_TRIED);

        assertThat(circuit.failed(later, noAnswer, trier)).isTrue();
        assertThat(circuit.ask(later, third)).isEqualTo(Answer.LATER);
        assertThat(circuit.until() - later).isEqualTo(Duration.ofMinutes(1).toNanos());
    }

    @Test
    void oneThatSucceedsDecides() {
        assertThat(circuit.answered()).isTrue();
        assertThat(circuit.isClosed()).isTrue();
        // the attempt that was to decide is one of many now
        circuit.abandoned(trier);
        assertThat(circuit.isClosed()).isTrue();
    }
}
