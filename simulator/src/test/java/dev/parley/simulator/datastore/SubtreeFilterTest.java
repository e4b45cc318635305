package dev.parley.simulator.datastore;

import static dev.parley.simulator.datastore.Fleet.ship;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 6241 section 6, with data of the shape of its examples (O-09). */
class SubtreeFilterTest {

    private static DataTree filtered(String filter) {
        return SubtreeFilter.parse(filter).select(Fleet.TREE, Fleet.SCHEMA);
    }

    private static DataTree tree(String xml) {
        return DataTree.parse(xml);
    }

    @Test
    void section6_4_2_anEmptyFilterSelectsNothing() {
        assertThat(SubtreeFilter.parse("").select(Fleet.TREE, Fleet.SCHEMA)).isEqualTo(DataTree.empty());
    }

    @Test
    void section6_4_3_anEmptyElementSelectsItsWholeSubtree() {
        assertThat(filtered(ship("<crew/>"))).isEqualTo(Fleet.TREE);
    }

    @Test
    void section6_4_3_aContainerOfTheListAloneSelectsEveryEntry() {
        assertThat(filtered(ship("<crew><member/></crew>"))).isEqualTo(Fleet.TREE);
    }

    @Test
    void section6_4_4_oneLeafOfEveryEntry() {
        assertThat(filtered(ship("<crew><member><name/></member></crew>"))).isEqualTo(tree(ship("""
                        <crew><member><name>root</name></member><member><name>fred</name></member>
                        <member><name>barney</name></member></crew>""")));
    }

    @Test
    void section6_4_5_aContentMatchAloneSelectsTheWholeEntry() {
        assertThat(filtered(ship("<crew><member><name>fred</name></member></crew>")))
                .isEqualTo(tree(ship("""
                        <crew><member><name>fred</name><rank>mate</rank><full-name>Fred Flinders</full-name>
                        <berth><deck>2</deck><cabin>2</cabin></berth></member></crew>""")));
    }

    @Test
    void section6_4_6_aContentMatchWithSelectionsSelectsThose() {
        assertThat(filtered(ship("<crew><member><name>fred</name><rank/><full-name/></member></crew>")))
                .isEqualTo(tree(ship("""
                        <crew><member><name>fred</name><rank>mate</rank><full-name>Fred Flinders</full-name>
                        </member></crew>""")));
    }

    @Test
    void section6_4_7_severalSubtreesEachByItsOwnCriteria() {
        assertThat(filtered(ship("""
                        <crew>
                          <member><name>root</name><berth/></member>
                          <member><name>fred</name><berth><cabin/></berth></member>
                          <member><name>barney</name><rank>captain</rank><berth><deck/></berth></member>
                        </crew>"""))).isEqualTo(tree(ship("""
                        <crew>
                          <member><name>root</name><berth><deck>1</deck><cabin>1</cabin></berth></member>
                          <member><name>fred</name><berth><cabin>2</cabin></berth></member>
                        </crew>""")));
    }

    @Test
    void section6_4_8_attributesMatchInTheirNamespace() {
        DataTree counters = tree("""
                <t:ports xmlns:t="urn:example:stats"><t:port t:label="fore"><t:in>45</t:in></t:port>
                <t:port t:label="aft"><t:in>7</t:in></t:port></t:ports>""");
        assertThat(SubtreeFilter.parse("""
                                <ports xmlns="urn:example:stats" xmlns:s="urn:example:stats">
                                <port s:label="fore"/></ports>""").select(counters, Schema.open())).isEqualTo(tree("""
                        <ports xmlns="urn:example:stats" xmlns:t="urn:example:stats"><port t:label="fore"><in>45</in>
                        </port></ports>"""));
        assertThat(SubtreeFilter.parse("<ports xmlns=\"urn:example:stats\"><port label=\"fore\"/></ports>")
                        .select(counters, Schema.open()))
                .isEqualTo(DataTree.empty());
    }

    @Test
    void anElementInNoNamespaceMatchesEveryNamespace() {
        assertThat(filtered("<ship><crew/></ship>")).isEqualTo(Fleet.TREE);
    }

    @Test
    void anElementInAnotherNamespaceMatchesNothing() {
        assertThat(filtered("<ship xmlns=\"urn:example:other\"/>")).isEqualTo(DataTree.empty());
    }

    @Test
    void whiteSpaceAroundContentIsIgnoredAndInsideItIsNot() {
        assertThat(filtered(ship("<crew><member><full-name>\n  Fred Flinders \t</full-name><name/></member></crew>")))
                .isEqualTo(tree(ship("""
                        <crew><member><name>fred</name><full-name>Fred Flinders</full-name></member></crew>""")));
        assertThat(filtered(ship("<crew><member><full-name>Fred  Flinders</full-name></member></crew>")))
                .isEqualTo(DataTree.empty());
    }

    @Test
    void contentMatchesAmongSiblingsAreAllRequired() {
        assertThat(filtered(ship("<crew><member><rank>mate</rank><name>barney</name></member></crew>"))
                        .toXml())
                .contains("Barney Rhodes")
                .doesNotContain("Fred");
    }

    @Test
    void filtersThatOverlapGiveEachElementOnceAndInItsPlace() {
        assertThat(filtered(ship("""
                        <crew><member><name>fred</name><full-name/></member><member><rank>mate</rank><rank/></member>
                        <member><name>fred</name><rank/></member></crew>"""))).isEqualTo(tree(ship("""
                        <crew><member><name>fred</name><rank>mate</rank><full-name>Fred Flinders</full-name></member>
                        <member><name>barney</name><rank>mate</rank></member></crew>""")));
    }

    @Test
    void aPartlySelectedEntryKeepsItsKeys() {
        assertThat(filtered(ship("<crew><member><rank/></member></crew>")).toXml())
                .contains("<member><name>fred</name><rank>mate</rank></member>");
    }

    @Test
    void aSelectionOfWhatIsNotThereLeavesNoEmptyParents() {
        assertThat(filtered(ship("<crew><member><parrot/></member></crew>"))).isEqualTo(DataTree.empty());
    }
}
