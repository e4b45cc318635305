package dev.parley.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("any-jdk")
class SelectionTest {
    @TempDir
    Path folder;

    private FleetInventory inventory;

    @BeforeEach
    void read() throws IOException {
        inventory = new Written(folder).inventory("net.csv", """
                        name,url,groups,tags,vars.site,vars.role
                        pe1,ssh://10.0.0.1,edge,canary,lab,edge
                        pe2,ssh://10.0.0.2,edge,,lab,core
                        pe3,tls://10.0.0.3,edge;spare,,field,edge
                        p1,tls://10.0.0.4,core,canary,,core
                        """);
    }

    private List<String> meant(Selection selection) {
        return inventory.select(selection).stream().map(Member::name).toList();
    }

    @Test
    void groupsTagsNamesAndTheConditionMustAllFit() {
        assertThat(meant(Selection.ALL)).containsExactly("pe1", "pe2", "pe3", "p1");
        assertThat(meant(Selection.ALL.inGroup("core").inGroup("spare"))).containsExactly("pe3", "p1");
        assertThat(meant(Selection.ALL.inGroup("edge").withTag("canary"))).containsExactly("pe1");
        assertThat(meant(Selection.ALL.named("pe?").without("pe2"))).containsExactly("pe1", "pe3");
        assertThat(meant(Selection.ALL.inGroup("edge").where("site=lab").limitedTo(1)))
                .containsExactly("pe1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    site=lab and role!=core                     | pe1
                    site=lab or site=field                      | pe1 pe2 pe3
                    site!=lab                                   | pe3 p1
                    not site                                    | p1
                    site                                        | pe1 pe2 pe3
                    name~"pe*" and not (tag=canary or site=field) | pe2
                    name!~'pe*'                                 | p1
                    group in (core, spare)                      | pe3 p1
                    url~ssh:*                                   | pe1 pe2
                    role=edge or role=core and site=lab         | pe1 pe2 pe3
                    site = "lab"and role = edge                 | pe1
                    """)
    void aConditionSaysWhoIsMeant(String condition, String devices) {
        assertThat(meant(Selection.ALL.where(condition))).containsExactly(devices.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "site=",
                "site==lab",
                "(site=lab",
                "site=lab)",
                "site=lab role=edge",
                "and",
                "site in lab",
                "site in (lab",
                "=lab",
                "site=\"lab"
            })
    void aConditionThatCannotBeUnderstoodIsRefused(String condition) {
        assertThatThrownBy(() -> Selection.ALL.where(condition).of(inventory))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(condition);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not ", "not("})
    void aConditionWithoutEndIsRefused(String opening) {
        assertThatThrownBy(() -> Condition.parse(opening.repeat(20_000) + "site"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("brackets and not are more than 100 deep behind")
                .message()
                .hasSizeLessThan(600);
    }

    @Test
    void bracketsBesideEachOtherAreNotDeep() {
        assertThat(meant(Selection.ALL.where("(site=lab)" + " and (not (site=field))".repeat(1_000))))
                .containsExactly("pe1", "pe2");
    }

    @ParameterizedTest
    @CsvSource({
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "?, '', false",
        "?, \uD83D\uDE00, true",
        "*.lab, pe1.lab, true",
        "*.lab, pe1.lab.net, false",
        "pe*-?b*, pe1-ab-ab, true",
        "*ab, aab, true",
        "a**b?, abbb, true",
        "*a*, b, false",
        "a*a, a, false",
        "*, a*b, true",
        "[a-z].+, [a-z].+, true",
        "[a-z].+, ab, false"
    })
    void aFormStandsForNames(String form, String name, boolean fits) {
        assertThat(Glob.of(form).matches(name)).isEqualTo(fits);
    }

    /** By trying every place for every star it would not come to its end. */
    @Test
    void manyStarsCostNothing() {
        assertThat(Glob.of("*a".repeat(200) + "*b").matches("a".repeat(2_000))).isFalse();
        assertThat(Glob.of("*a".repeat(200) + "*b").matches("a".repeat(2_000) + "b"))
                .isTrue();
    }

    @Test
    void whatIsNotThereIsASlip() {
        assertThatThrownBy(() -> meant(Selection.ALL.inGroup("egde")))
                .hasMessage("there is no group \"egde\" in " + folder.resolve("net.csv"))
                .extracting(e -> ((InputException) e).advice().orElseThrow())
                .isEqualTo("did you mean edge?");
        assertThatThrownBy(() -> meant(Selection.ALL.withTag("cannary"))).hasMessageContaining("no tag \"cannary\"");
        assertThatThrownBy(() -> meant(Selection.ALL.named("pe9"))).hasMessageContaining("no device \"pe9\"");
        assertThatThrownBy(() -> meant(Selection.ALL.where("stie=lab")))
                .hasMessageContaining("has a variable \"stie\"")
                .extracting(e -> ((InputException) e).advice().orElseThrow())
                .isEqualTo("did you mean site?");
        assertThatThrownBy(() -> meant(Selection.ALL.inGroup("core").where("site=lab")))
                .hasMessageStartingWith("none of the 4 devices");
    }
}
