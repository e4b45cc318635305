package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.simulator.fault.Banner;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which connections suffer what. */
class FaultPlanTest {
    private static final Fault FAULT = Banner.http();
    private static final Fault OTHER = Banner.ssh();

    private static long suffering(FaultPlan plan) {
        return IntStream.rangeClosed(1, 10_000)
                .filter(number -> plan.faultsOf(number).contains(FAULT))
                .count();
    }

    @Test
    void aShareOfTheConnectionsSuffers() {
        assertThat(suffering(FaultPlan.sometimes(0, 7, FAULT))).isZero();
        assertThat(suffering(FaultPlan.sometimes(1, 7, FAULT))).isEqualTo(10_000);
        // the seed is fixed, so these are facts; six standard deviations are 180
        for (long seed = 1; seed < 20; seed++) {
            assertThat(suffering(FaultPlan.sometimes(0.1, seed, FAULT))).isBetween(820L, 1_180L);
        }
    }

    @Test
    void neighboursAreIndependent() {
        FaultPlan plan = FaultPlan.sometimes(0.5, 3, FAULT);
        long alike = IntStream.rangeClosed(1, 10_000)
                .filter(number -> plan.faultsOf(number).equals(plan.faultsOf(number + 1)))
                .count();

        assertThat(alike).isBetween(4_700L, 5_300L);
    }

    @Test
    void aShareIsAddedToWhatOthersSuffer() {
        FaultPlan plan = FaultPlan.sometimes(1, 1, FAULT).andFrom(3, OTHER);

        assertThat(plan.faultsOf(2)).containsExactly(FAULT);
        assertThat(plan.faultsOf(3)).containsExactly(FAULT, OTHER);
        assertThatThrownBy(() -> FaultPlan.sometimes(1.1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FaultPlan.sometimes(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
