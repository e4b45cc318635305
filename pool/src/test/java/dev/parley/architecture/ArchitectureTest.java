package dev.parley.architecture;

import dev.parley.rules.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final HouseRules RULES = HouseRules.ofPackagesLowestFirst("dev.parley.pool", "dev.parley.standing");

    @Test
    void theModuleKeepsTheHouseRules() {
        RULES.check(HouseRules.classesOfThisModule());
    }
}
