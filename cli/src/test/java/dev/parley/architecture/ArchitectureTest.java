package dev.parley.architecture;

import dev.parley.rules.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final HouseRules RULES = HouseRules.ofPackagesLowestFirst(
            "dev.parley.cli.openssh",
            "dev.parley.cli.terminal",
            "dev.parley.cli.device",
            "dev.parley.cli.metrics",
            "dev.parley.cli.report",
            "dev.parley.cli.doctor",
            "dev.parley.cli.command",
            "dev.parley.cli");

    @Test
    void theModuleKeepsTheHouseRules() {
        RULES.check(HouseRules.classesOfThisModule());
    }
}
