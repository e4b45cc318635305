package dev.parley.rules;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class HouseRulesTest {

    private static final String LOW = "dev.parley.rules.fixture.low";
    private static final String HIGH = "dev.parley.rules.fixture.high";
    private static final String UNMARKED = "dev.parley.rules.fixture.unmarked";
    private static final String NAMED = "dev.parley.rules.fixture.named";

    @Test
    void aPackageMayUseThoseBelowIt() {
        assertThatCode(() -> HouseRules.ofPackagesLowestFirst(LOW, HIGH).check(classesIn(LOW, HIGH)))
                .doesNotThrowAnyException();
    }

    @Test
    void aPackageMayNotUseThoseAboveIt() {
        assertThatThrownBy(() -> HouseRules.ofPackagesLowestFirst(HIGH, LOW).check(classesIn(LOW, HIGH)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Roof")
                .hasMessageContaining("a package may use only those that come before it");
    }

    @Test
    void aPackageWithoutAPlaceIsFound() {
        assertThatThrownBy(() -> HouseRules.ofPackagesLowestFirst(LOW).check(classesIn(LOW, HIGH)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a new package is given its place");
    }

    @Test
    void aPackageThatIsNotNullMarkedIsFound() {
        assertThatThrownBy(() -> HouseRules.ofPackagesLowestFirst(UNMARKED).check(classesIn(UNMARKED)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Doubt")
                .hasMessageContaining("@NullMarked");
    }

    @Test
    void aNameThatSaysNothingIsFound() {
        assertThatThrownBy(() -> HouseRules.ofPackagesLowestFirst(NAMED).check(classesIn(NAMED)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("RoofManager");
    }

    private static JavaClasses classesIn(String... packages) {
        return new ClassFileImporter().importPackages(packages);
    }
}
