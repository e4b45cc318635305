package dev.parley.doctor.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultTest {
    @ParameterizedTest
    @EnumSource
    void everyFaultSaysWhatItMeansAndWhatToDo(Fault fault) {
        assertThat(fault.title()).isNotBlank().doesNotEndWith(".");
        assertThat(fault.meaning()).isNotBlank().endsWith(".");
        assertThat(fault.remedies()).isNotEmpty().allSatisfy(remedy -> {
            assertThat(remedy.where()).isNotBlank();
            assertThat(remedy.text()).isNotBlank();
        });
    }
}
