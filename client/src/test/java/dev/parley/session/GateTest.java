package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is let in, and when. */
class GateTest {
    private final Gate<String> gate = new Gate<>(2);
    private final List<String> begun = new ArrayList<>();

    private void enter(String attempt) {
        gate.enter(attempt, () -> begun.add(attempt));
    }

    @Test
    void letsInAsManyAsThereIsRoomForInTheOrderOfComing() {
        List.of("a", "b", "c", "d").forEach(this::enter);
        assertThat(begun).containsExactly("a", "b");

        assertThat(gate.leave("c")).as("whether it was waiting").isTrue();
        assertThat(gate.leave("a")).as("whether it was waiting").isFalse();

        assertThat(begun).containsExactly("a", "b", "d");
    }

    @Test
    void staysOpenForOthersWhenATaskFails() {
        assertThatThrownBy(() -> gate.enter("a", () -> {
                    throw new OutOfMemoryError("unable to create native thread");
                }))
                .isInstanceOf(OutOfMemoryError.class);

        enter("b");
        enter("c");
        assertThat(begun).containsExactly("b");
        gate.leave("a");
        assertThat(begun).containsExactly("b", "c");
    }
}
