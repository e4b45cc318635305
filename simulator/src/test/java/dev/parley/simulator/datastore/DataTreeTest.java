package dev.parley.simulator.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.InputException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataTreeTest {

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(DataTree.parse(Fleet.TREE.toXml())).isEqualTo(Fleet.TREE);
    }

    @Test
    void aWrapperIsTakenOff() {
        String config = "<?xml version=\"1.0\"?>\n<config xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\">"
                + Fleet.TREE.toXml() + "</config>";
        assertThat(DataTree.parse(config)).isEqualTo(Fleet.TREE);
    }

    @Test
    void aValueKeepsTheMeaningOfItsPrefix() {
        DataTree tree = DataTree.parse("""
                <if:type xmlns:if="urn:example:if" xmlns:ianaift="urn:example:iana">ianaift:ethernet</if:type>""");
        assertThat(tree.nodes().get(0).prefixes()).isEqualTo(Map.of("ianaift", "urn:example:iana"));
        assertThat(tree.toXml())
                .isEqualTo("<type xmlns=\"urn:example:if\" xmlns:ianaift=\"urn:example:iana\">ianaift:ethernet</type>");
    }

    @Test
    void aColonThatFollowsNoPrefixIsJustText() {
        assertThat(DataTree.parse("<t xmlns=\"urn:x\">10:20:30 http://x</t>")
                        .nodes()
                        .get(0)
                        .prefixes())
                .isEmpty();
    }

    @Test
    void textAndAttributesAreEscaped() {
        DataTree tree = DataTree.parse("<a xmlns=\"urn:x\" q=\"&quot;&lt;&#10;\">]]&gt;]]&gt; &amp;</a>");
        assertThat(tree.toXml()).isEqualTo("<a xmlns=\"urn:x\" q=\"&quot;&lt;&#10;\">]]&gt;]]&gt; &amp;</a>");
        assertThat(DataTree.parse(tree.toXml())).isEqualTo(tree);
    }

    @Test
    void attributesOfOnePrefixAndTwoNamespacesStayApart() {
        DataTree tree = DataTree.parse("""
                <a xmlns="urn:x" xmlns:p="urn:p" p:one="1"><b xmlns:p="urn:q" p:two="2" one="p:v"/></a>""");
        assertThat(DataTree.parse(tree.toXml())).isEqualTo(tree);
    }

    @Test
    void documentTypesAndUnknownEntitiesAreRefused() {
        assertThatThrownBy(() -> DataTree.parse("<a>&unknown;</a>")).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> DataTree.parse("<!DOCTYPE a><a/>")).isInstanceOf(InputException.class);
    }

    @Test
    void nestingHasALimit() {
        String deep = "<a>".repeat(2000) + "</a>".repeat(2000);
        assertThatThrownBy(() -> DataTree.parse(deep))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("deeper");
    }
}
