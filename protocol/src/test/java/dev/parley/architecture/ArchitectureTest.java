package dev.parley.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.parley.rules.HouseRules;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final HouseRules RULES = HouseRules.ofPackagesLowestFirst(
            "dev.parley.error",
            "dev.parley.xml",
            "dev.parley.framing",
            "dev.parley.message",
            "dev.parley.operation",
            "dev.parley.notification",
            "dev.parley.monitoring",
            "dev.parley.vendor",
            "dev.parley.engine");

    @Test
    void theModuleKeepsTheHouseRules() {
        RULES.check(HouseRules.classesOfThisModule());
    }

    /** Time is an argument and the driver owns the threads, so that a test can put any moment between any two bytes. */
    @Test
    void theProtocolHasNoClockThreadOrLock() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.time\\.(Clock|InstantSource)"
                        + "|java\\.lang\\.Thread"
                        + "|java\\.util\\.Timer"
                        + "|java\\.util\\.concurrent\\.(locks\\..*|.*Executor.*)")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(HouseRules.classesOfThisModule());
    }

    /** Bytes come from a driver and go to it; a file that a caller names for a reply is all that is opened here. */
    @Test
    void theProtocolOpensNoConnectionAndHasNoLogger() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(.*Socket.*|.*URLConnection|http\\..*)"
                        + "|java\\.nio\\.channels\\.(.*Socket.*|Datagram.*|Select.*)"
                        + "|java\\.util\\.logging\\..*")
                .check(HouseRules.classesOfThisModule());
    }
}
