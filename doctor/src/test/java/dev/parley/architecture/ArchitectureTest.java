package dev.parley.architecture;

import dev.parley.rules.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final HouseRules RULES = HouseRules.ofPackagesLowestFirst(
            "dev.parley.page",
            "dev.parley.capture",
            "dev.parley.pattern",
            "dev.parley.probe",
            "dev.parley.audit",
            "dev.parley.doctor.evidence",
            "dev.parley.doctor.verdict",
            "dev.parley.doctor",
            "dev.parley.doctor.series",
            "dev.parley.doctor.page");

    @Test
    void theModuleKeepsTheHouseRules() {
        RULES.check(HouseRules.classesOfThisModule());
    }
}
