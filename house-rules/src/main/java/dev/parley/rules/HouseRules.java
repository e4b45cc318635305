package dev.parley.rules;

import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rules that the classes of one module keep: how its packages are layered, and what its classes are called.
 *
 * <p>A module states its packages, lowest first, in one test. A package may depend on those before it and on none after
 * it; a package that is not stated fails the test, so that a new one is given its place when it is made.
 *
 * @param packages the full names of the module's packages, the lowest first
 */
public record HouseRules(List<String> packages) {

    private static final Pattern NAMES_THAT_SAY_NOTHING =
            Pattern.compile("(Abstract|Base)[A-Z].*|.*(Impl|Utils?|Helpers?|Manager)");

    /** Copies the list. */
    public HouseRules {
        packages = List.copyOf(packages);
    }

    /** The rules for a module of these packages, the lowest first. */
    public static HouseRules ofPackagesLowestFirst(String... packages) {
        return new HouseRules(List.of(packages));
    }

    /**
     * Reads what the module in the current directory has compiled, without its tests.
     *
     * @throws IllegalStateException if no module is there, which would make every rule hold
     */
    public static JavaClasses classesOfThisModule() {
        Path compiled = Path.of("target", "classes").toAbsolutePath();
        if (!Files.exists(compiled.resolve("module-info.class"))) {
            throw new IllegalStateException("no module in " + compiled + "; run the tests from the module's folder");
        }
        return new ClassFileImporter().importPath(compiled);
    }

    /**
     * Checks the classes against every rule.
     *
     * @throws AssertionError if a class breaks a rule; the message names the class and the line
     */
    public void check(JavaClasses module) {
        // A module may hold nothing but its descriptor while it is young, so a rule may find no class to look at.
        Stream.concat(
                        IntStream.range(0, packages.size()).mapToObj(this::packageStandsOnlyOnThoseBelow),
                        Stream.of(
                                everyPackageHasItsPlace(), noCycles(), everyPackageIsNullMarked(), namesSaySomething()))
                .forEach(rule -> rule.allowEmptyShould(true).check(module));
    }

    private ArchRule packageStandsOnlyOnThoseBelow(int index) {
        String[] above = packages.subList(index + 1, packages.size()).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(packages.get(index))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above)
                .because("a package may use only those that come before it in " + packages);
    }

    private ArchRule everyPackageHasItsPlace() {
        return classes()
                .should()
                .resideInAnyPackage(packages.toArray(String[]::new))
                .because("a new package is given its place in the order of its module's packages");
    }

    private static ArchRule noCycles() {
        return slices().matching("(**)").should().beFreeOfCycles();
    }

    private static ArchRule everyPackageIsNullMarked() {
        return noClasses()
                .should(be(described(
                        "in a package without @NullMarked",
                        type -> !type.getPackage().isAnnotatedWith(NullMarked.class))));
    }

    private static ArchRule namesSaySomething() {
        return noClasses()
                .should(be(described(
                        "named after what says nothing",
                        type -> NAMES_THAT_SAY_NOTHING
                                .matcher(type.getSimpleName())
                                .matches())));
    }

    private static DescribedPredicate<JavaClass> described(String words, Predicate<JavaClass> predicate) {
        return DescribedPredicate.describe(words, predicate);
    }
}
