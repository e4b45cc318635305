package dev.parley.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.InputException;
import dev.parley.error.ProtocolException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("any-jdk")
class CanonicalConfigTest {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private static String form(String xml) {
        return form(xml, BackupRules.DEFAULT);
    }

    private static String form(String xml, BackupRules rules) {
        String text = CanonicalConfig.of(xml, rules).text();
        assertThat(text).startsWith(HEAD).endsWith(">\n");
        assertThat(CanonicalConfig.of(text, rules).text())
                .as("its form is its own form")
                .isEqualTo(text);
        return text.substring(HEAD.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<data xmlns='urn:n'><if xmlns='urn:i'><name>a&lt;b</name><up/></if></data>",
                "<n:data xmlns:n='urn:n'><i:if xmlns:i='urn:i'><i:name>a&#60;b</i:name><i:up></i:up></i:if></n:data>",
                "<?xml version='1.0'?><!-- now --><data xmlns='urn:n' xmlns:x='urn:i'>\n\t<x:if>\r\n"
                        + "<x:name><![CDATA[a<]]>b</x:name><!-- up --><x:up>\n  </x:up></x:if>\n</data>",
                "<n:data xmlns:n='urn:n' xmlns:unused='urn:u' xmlns='urn:i'><if><name>a&#x3c;b</name><up\n/></if></n:data>"
            })
    void theSameContentHasTheSameBytes(String xml) {
        assertThat(form(xml)).isEqualTo("""
                        <data xmlns="urn:n">
                          <if xmlns="urn:i">
                            <name>a&lt;b</name>
                            <up/>
                          </if>
                        </data>
                        """);
    }

    @Test
    void attributesAreInOneOrderAndHavePrefixesOfTheirNamespaces() {
        String one = "<a xmlns='urn:a' z='1' p:k='2' q:b='3' b='4' xmlns:p='urn:x:second' xmlns:q='urn:x:first'/>";
        String other =
                "<a xmlns:first='urn:x:second' b='4' xmlns:zz='urn:x:first' zz:b='3' first:k='2' z='1' xmlns='urn:a'/>";

        assertThat(form(one)).isEqualTo(form(other)).isEqualTo("""
                <a xmlns="urn:a" xmlns:first="urn:x:first" xmlns:second="urn:x:second" b="4" z="1" first:b="3" second:k="2"/>
                """);
    }

    @Test
    void aPrefixThatALeafDeclaresForItsValueAloneIsAName() {
        String one = "<type xmlns='urn:i' xmlns:ianaift='urn:t:iana-if-type'>ianaift:ethernetCsmacd</type>";
        String other = "<i:type xmlns:i='urn:i' xmlns:x7='urn:t:iana-if-type'>x7:ethernetCsmacd</i:type>";

        assertThat(form(one)).isEqualTo(form(other)).isEqualTo("""
                <type xmlns="urn:i" xmlns:iana-if-type="urn:t:iana-if-type">iana-if-type:ethernetCsmacd</type>
                """);
        String path = "<p xmlns='urn:i' xmlns:a='urn:if'>/a:interfaces/a:interface[a:name='a:b']/a:mtu</p>";
        assertThat(form(path)).contains(">/if:interfaces/if:interface[if:name='if:b']/if:mtu<");
    }

    /** A string that looks like a name with a prefix may be one: nobody knows without the model. */
    @Test
    void aPrefixFromFurtherOutIsKeptWithItsMeaning() {
        assertThat(
                        form(
                                "<a xmlns='urn:a' xmlns:if='urn:if'><b>if:x</b><c>http://if</c><d>see if:</d><e>12:if:03</e></a>"))
                .isEqualTo("""
                        <a xmlns="urn:a">
                          <b xmlns:if="urn:if">if:x</b>
                          <c>http://if</c>
                          <d>see if:</d>
                          <e>12:if:03</e>
                        </a>
                        """);
    }

    @Test
    void theTextOfALeafIsKeptAsItIs() {
        assertThat(form("<a><b>  two  words\n and lines&#13;&#9;</b><c> </c><d>&amp;&quot;&gt;</d></a>"))
                .isEqualTo("<a>\n  <b>  two  words\n and lines&#13;\t</b>\n  <c> </c>\n  <d>&amp;\"&gt;</d>\n</a>\n");
        assertThat(form("<a x='&#10;&quot;&lt;&#9;'/>")).isEqualTo("<a x=\"&#10;&quot;&lt;&#9;\"/>\n");
    }

    @Test
    void textBesideElementsIsKeptWithAllItsWhiteSpace() {
        assertThat(form("<a>\n<any>some <b>bold</b>\n text</any></a>"))
                .isEqualTo("<a>\n  <any>some <b>bold</b>\n text</any>\n</a>\n");
    }

    @Test
    void elementsWithoutANamespaceSaySo() {
        assertThat(form("<a xmlns='urn:a'><b xmlns=''><c xmlns='urn:a'/></b></a>"))
                .isEqualTo("<a xmlns=\"urn:a\">\n  <b xmlns=\"\">\n    <c xmlns=\"urn:a\"/>\n  </b>\n</a>\n");
    }

    @Test
    void orderIsKeptUnlessItIsSaidToMeanNothing() {
        String one = "<data><acl><rule>2</rule><rule>1</rule></acl><u><n>b</n><x/></u><k/><u><x/><n>a</n></u></data>";
        assertThat(form(one)).contains("<rule>2</rule>\n    <rule>1</rule>");

        String sorted = form(one, BackupRules.DEFAULT.sorting("/u"));
        assertThat(sorted).contains("<rule>2</rule>\n    <rule>1</rule>").contains("<n>b</n>\n    <x/>");
        assertThat(sorted.indexOf("<n>a</n>")).isGreaterThan(sorted.indexOf("<n>b</n>"));
        assertThat(sorted.indexOf("<k/>")).isGreaterThan(sorted.indexOf("<n>a</n>"));

        String other = "<data><k/><u><n>a</n><x/></u><acl><rule>2</rule><rule>1</rule></acl><u><x/><n>b</n></u></data>";
        BackupRules all = BackupRules.DEFAULT.sorting("//u").sortingSiblings();
        assertThat(form(one, all)).isEqualTo(form(other, all));
        assertThat(form(one, all)).isNotEqualTo(form(other.replace("<rule>2</rule>", ""), all));
    }

    @Test
    void whatChangesByItselfIsLeftOutAndTold() {
        String junos = "<data xmlns:junos='http://xml.juniper.net/junos/22.4R1/junos'>"
                + "<configuration junos:commit-seconds='1' junos:commit-user='me' id='7'><!-- x -->"
                + "<ntp><clock-period>17</clock-period><server etag='x'/></ntp><s><last-change>now</last-change></s>"
                + "</configuration></data>";
        BackupRules rules = BackupRules.DEFAULT
                .dropping("/configuration/ntp/clock-period")
                .dropping("//last-*")
                .dropping("//@etag");

        CanonicalConfig config = CanonicalConfig.of(junos, rules);

        assertThat(config.text()).endsWith("""
                        <data>
                          <configuration id="7">
                            <ntp>
                              <server/>
                            </ntp>
                            <s/>
                          </configuration>
                        </data>
                        """);
        assertThat(config.leftOut())
                .containsOnlyKeys(
                        "/configuration/ntp/clock-period",
                        "//@commit-seconds",
                        "//@commit-user",
                        "//@etag",
                        "//last-*",
                        "comments");
        assertThat(form(junos, new BackupRules(List.of(), List.of(), false, true)))
                .contains("commit-seconds");
    }

    @Test
    void pathsThatAreNoneAndDocumentsThatAreNoneAreRefused() {
        for (String path : List.of("", "interfaces", "/a[b]", "/if:a", "/a/", "///a", "@a")) {
            assertThatThrownBy(() -> PathRule.parse(path)).as(path).isInstanceOf(InputException.class);
        }
        assertThatThrownBy(() -> form("<a><b></a>")).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> form("<!DOCTYPE a><a/>")).isInstanceOf(ProtocolException.class);
    }
}
