package dev.parley.architecture;

import dev.parley.rules.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final HouseRules RULES = HouseRules.ofPackagesLowestFirst(
            "dev.parley.security",
            "dev.parley.tls",
            "dev.parley.device",
            "dev.parley.event",
            "dev.parley.flight",
            "dev.parley.transport",
            "dev.parley.net",
            "dev.parley.session",
            "dev.parley");

    @Test
    void theModuleKeepsTheHouseRules() {
        RULES.check(HouseRules.classesOfThisModule());
    }
}
