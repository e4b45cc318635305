package dev.parley.architecture;

import dev.parley.rules.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final HouseRules RULES = HouseRules.ofPackagesLowestFirst("dev.parley.probe", "dev.parley.audit");

    @Test
    void theModuleKeepsTheHouseRules() {
        RULES.check(HouseRules.classesOfThisModule());
    }
}
