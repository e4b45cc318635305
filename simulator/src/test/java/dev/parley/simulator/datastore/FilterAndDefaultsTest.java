package dev.parley.simulator.datastore;

import static dev.parley.simulator.datastore.Fleet.ship;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterAndDefaultsTest {

    private static DataTree selected(String xpath) {
        return new XPathFilter(xpath, Map.of("x", Fleet.NS)).select(Fleet.TREE, Fleet.SCHEMA);
    }

    /** RFC 6241 section 8.9. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x:ship/x:crew/x:member[x:name='fred']/x:rank",
                "//x:member[2]/x:rank/text()",
                "/x:ship/x:crew/x:member[not(x:name='root')][1]/x:rank",
                "x:ship/x:crew/x:member[x:berth/x:cabin = 2]/x:rank"
            })
    void anXPathKeepsAncestorsAndKeys(String xpath) {
        assertThat(selected(xpath))
                .isEqualTo(DataTree.parse(ship("<crew><member><name>fred</name><rank>mate</rank></member></crew>")));
    }

    @Test
    void anXPathMaySelectSeveralThingsOrNothingOrEverything() {
        assertThat(selected("//x:cabin | //x:deck[.='1']").toXml())
                .contains("<cabin>3<", "<deck>1<")
                .doesNotContain("<deck>2<");
        assertThat(selected("/x:ship/x:none")).isEqualTo(DataTree.empty());
        assertThat(selected("/")).isEqualTo(Fleet.TREE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"count(//x:member)", "'text'", "///", "unknown()", "y:ship"})
    void whatIsNoNodeSetIsAnInvalidValue(String xpath) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> selected(xpath))
                .satisfies(refusal -> assertThat(refusal.errors().get(0).tag()).isEqualTo("invalid-value"));
    }

    private static final DataTree SPARSE =
            DataTree.parse(ship("<crew><member><name>a</name></member></crew><speed>12</speed>"));

    /** RFC 6243 section 3. */
    @Test
    void explicitTellsWhatWasSet() {
        assertThat(WithDefaults.EXPLICIT.report(SPARSE, Fleet.SCHEMA)).isEqualTo(SPARSE);
    }

    @Test
    void reportAllSuppliesDefaultsAndTheContainersTheyAreIn() {
        assertThat(WithDefaults.REPORT_ALL.report(SPARSE, Fleet.SCHEMA))
                .isEqualTo(DataTree.parse(ship(
                        "<crew><member><name>a</name><berth><deck>1</deck></berth></member></crew><speed>12</speed>")));
        assertThat(WithDefaults.REPORT_ALL.report(DataTree.empty(), Fleet.SCHEMA))
                .isEqualTo(DataTree.parse(ship("<speed>12</speed>")));
    }

    @Test
    void trimLeavesOutWhatEqualsItsDefault() {
        assertThat(WithDefaults.TRIM.report(SPARSE, Fleet.SCHEMA))
                .isEqualTo(DataTree.parse(ship("<crew><member><name>a</name></member></crew>")));
    }

    @Test
    void taggedMarksWhatEqualsItsDefault() {
        assertThat(WithDefaults.REPORT_ALL_TAGGED.report(SPARSE, Fleet.SCHEMA))
                .isEqualTo(DataTree.parse("<ship xmlns=\"urn:example:fleet\" xmlns:wd=\"" + Names.DEFAULTS + "\">"
                        + "<crew><member><name>a</name><berth><deck wd:default=\"true\">1</deck></berth></member></crew>"
                        + "<speed wd:default=\"true\">12</speed></ship>"));
    }

    @Test
    void rulesNameThePlace() {
        Rule mandatory = Rule.mandatory(Fleet.SCHEMA, "/f:ship/crew/member/rank");
        assertThat(mandatory.check(SPARSE)).singleElement().satisfies(error -> {
            assertThat(error.tag()).isEqualTo("missing-element");
            assertThat(error.path()).isEqualTo("/f:ship/f:crew/f:member[f:name='a']");
            assertThat(error.info("bad-element")).contains("rank");
        });
        assertThat(mandatory.check(Fleet.TREE)).isEmpty();
        Rule pattern = Rule.matches(Fleet.SCHEMA, "/f:ship/speed", Pattern.compile("[0-9]"));
        assertThat(pattern.check(SPARSE)).singleElement().satisfies(error -> {
            assertThat(error.tag()).isEqualTo("invalid-value");
            assertThat(error.path()).isEqualTo("/f:ship/f:speed");
        });
    }

    @Test
    void usualKeysMakeEntriesOfUndeclaredElements() {
        Schema usual = Schema.builder().entriesKeyedBy("name", "id").build();
        DataTree two = DataTree.parse("<a><e><id>1</id></e><e><name>n</name><id>1</id></e></a>");
        Editor.Outcome outcome = Editor.apply(
                Edit.merge(DataTree.parse("<a><e><id>1</id><v>x</v></e><e><id>2</id></e></a>")), two, usual);
        assertThat(outcome.tree().toXml())
                .isEqualTo("<a><e><id>1</id><v>x</v></e><e><name>n</name><id>1</id></e><e><id>2</id></e></a>"
                        .replace("<a>", "<a xmlns=\"\">"));
    }
}
