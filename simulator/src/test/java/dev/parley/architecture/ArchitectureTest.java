package dev.parley.architecture;

import dev.parley.rules.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final HouseRules RULES = HouseRules.ofPackagesLowestFirst(
            "dev.parley.simulator.datastore",
            "dev.parley.simulator.yang",
            "dev.parley.simulator.notification",
            "dev.parley.simulator.pki",
            "dev.parley.simulator.ssh",
            "dev.parley.simulator.fault",
            "dev.parley.simulator",
            "dev.parley.simulator.junit");

    @Test
    void theModuleKeepsTheHouseRules() {
        RULES.check(HouseRules.classesOfThisModule());
    }
}
