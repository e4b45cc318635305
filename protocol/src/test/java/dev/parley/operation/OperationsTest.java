package dev.parley.operation;

import static dev.parley.operation.Datastore.CANDIDATE;
import static dev.parley.operation.Datastore.RUNNING;
import static dev.parley.operation.Datastore.STARTUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.message.Namespaces;
import dev.parley.xml.Xml;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation with every parameter, as it stands on the wire (RFC 6241 sections 7 and 8, RFC 6243). */
class OperationsTest {
    private static final String TOP = "<top xmlns=\"urn:top\"><mtu>1500</mtu></top>";
    private static final ConfigUrl URL = new ConfigUrl("ftp://h/c");
    private static final String WD = "<with-defaults xmlns=\"urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults\">";

    private static Arguments golden(Operation<?> operation, String xml) {
        return Arguments.of(operation, xml);
    }

    static List<Arguments> operations() {
        return List.of(
                golden(Get.all(), "<get/>"),
                golden(
                        Get.of(Filter.subtree(TOP)).withDefaults(WithDefaults.REPORT_ALL_TAGGED),
                        "<get><filter type=\"subtree\">" + TOP + "</filter>" + WD
                                + "report-all-tagged</with-defaults></get>"),
                golden(Get.all().filter(Filter.nothing()), "<get><filter type=\"subtree\"/></get>"),
                golden(GetConfig.from(RUNNING), "<get-config><source><running/></source></get-config>"),
                golden(GetConfig.from(CANDIDATE), "<get-config><source><candidate/></source></get-config>"),
                golden(
                        GetConfig.from(STARTUP)
                                .filter(Filter.subtree("<a/><b/>"))
                                .withDefaults(WithDefaults.TRIM),
                        "<get-config><source><startup/></source><filter type=\"subtree\"><a xmlns=\"\"/><b xmlns=\"\"/>"
                                + "</filter>" + WD + "trim</with-defaults></get-config>"),
                golden(
                        GetConfig.from(RUNNING)
                                .filter(Filter.xpath("/t:top[t:name=\"a>b\"]", Map.of("t", "urn:top", "s", "urn:s"))),
                        "<get-config><source><running/></source><filter xmlns:s=\"urn:s\" xmlns:t=\"urn:top\""
                                + " type=\"xpath\" select=\"/t:top[t:name=&quot;a&gt;b&quot;]\"/></get-config>"),
                golden(
                        EditConfig.of(RUNNING, TOP),
                        "<edit-config><target><running/></target><config>" + TOP + "</config></edit-config>"),
                golden(
                        EditConfig.of(CANDIDATE, TOP)
                                .defaultOperation(DefaultOperation.NONE)
                                .testOption(TestOption.TEST_ONLY)
                                .errorOption(ErrorOption.ROLLBACK_ON_ERROR),
                        "<edit-config><target><candidate/></target><default-operation>none</default-operation>"
                                + "<test-option>test-only</test-option><error-option>rollback-on-error</error-option>"
                                + "<config>" + TOP + "</config></edit-config>"),
                golden(
                        EditConfig.of(CANDIDATE, URL)
                                .defaultOperation(DefaultOperation.REPLACE)
                                .testOption(TestOption.TEST_THEN_SET)
                                .errorOption(ErrorOption.CONTINUE_ON_ERROR),
                        "<edit-config><target><candidate/></target><default-operation>replace</default-operation>"
                                + "<test-option>test-then-set</test-option>"
                                + "<error-option>continue-on-error</error-option><url>ftp://h/c</url></edit-config>"),
                golden(
                        EditConfig.of(RUNNING, TOP)
                                .defaultOperation(DefaultOperation.MERGE)
                                .testOption(TestOption.SET)
                                .errorOption(ErrorOption.STOP_ON_ERROR),
                        "<edit-config><target><running/></target><default-operation>merge</default-operation>"
                                + "<test-option>set</test-option><error-option>stop-on-error</error-option><config>"
                                + TOP
                                + "</config></edit-config>"),
                golden(
                        CopyConfig.of(RUNNING, STARTUP),
                        "<copy-config><target><startup/></target><source><running/></source></copy-config>"),
                golden(
                        CopyConfig.of(URL, CANDIDATE),
                        "<copy-config><target><candidate/></target><source><url>ftp://h/c</url></source></copy-config>"),
                golden(
                        CopyConfig.of(ConfigContent.of(Xml.parse(TOP)), URL).withDefaults(WithDefaults.EXPLICIT),
                        "<copy-config><target><url>ftp://h/c</url></target><source><config>" + TOP
                                + "</config></source>" + WD + "explicit</with-defaults></copy-config>"),
                golden(new DeleteConfig(STARTUP), "<delete-config><target><startup/></target></delete-config>"),
                golden(new DeleteConfig(URL), "<delete-config><target><url>ftp://h/c</url></target></delete-config>"),
                golden(new Lock(RUNNING), "<lock><target><running/></target></lock>"),
                golden(new Unlock(CANDIDATE), "<unlock><target><candidate/></target></unlock>"),
                golden(new Validate(CANDIDATE), "<validate><source><candidate/></source></validate>"),
                golden(new Validate(URL), "<validate><source><url>ftp://h/c</url></source></validate>"),
                golden(
                        new Validate(ConfigContent.of(Xml.parse(TOP))),
                        "<validate><source><config>" + TOP + "</config></source></validate>"),
                golden(Commit.now(), "<commit/>"),
                golden(Commit.withConfirmation(), "<commit><confirmed/></commit>"),
                golden(
                        Commit.withConfirmation(Duration.ofMinutes(2)),
                        "<commit><confirmed/><confirm-timeout>120</confirm-timeout></commit>"),
                golden(
                        Commit.withConfirmation(Duration.ofSeconds(4_294_967_295L))
                                .persist("IQ,d4668")
                                .persistId("old"),
                        "<commit><confirmed/><confirm-timeout>4294967295</confirm-timeout><persist>IQ,d4668</persist>"
                                + "<persist-id>old</persist-id></commit>"),
                golden(Commit.confirming("IQ,d4668"), "<commit><persist-id>IQ,d4668</persist-id></commit>"),
                golden(CancelCommit.ofThisSession(), "<cancel-commit/>"),
                golden(new CancelCommit("a<b"), "<cancel-commit><persist-id>a&lt;b</persist-id></cancel-commit>"),
                golden(new DiscardChanges(), "<discard-changes/>"),
                golden(new KillSession(4), "<kill-session><session-id>4</session-id></kill-session>"),
                golden(new CloseSession(), "<close-session/>"),
                golden(
                        Rpc.of("<get-software xmlns='urn:v'>]]&gt;]]&gt;</get-software>"),
                        "<get-software xmlns=\"urn:v\">]]&gt;]]&gt;</get-software>"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void itIsWrittenLikeThis(Operation<?> operation, String xml) {
        assertThat(Written.inRpc(operation)).isEqualTo(xml);
        assertThat(xml).startsWith("<" + operation.name());
    }

    @Test
    void allTenOperationsOfTheBaseAreThereAndThoseOfTheCapabilities() {
        assertThat(operations().stream()
                        .map(a -> ((Operation<?>) a.get()[0]).name())
                        .distinct())
                .containsExactlyInAnyOrder(
                        "get",
                        "get-config",
                        "edit-config",
                        "copy-config",
                        "delete-config",
                        "lock",
                        "unlock",
                        "validate",
                        "commit",
                        "cancel-commit",
                        "discard-changes",
                        "kill-session",
                        "close-session",
                        "get-software");
    }

    /** An unprefixed attribute would be ignored or refused (O-02). */
    @Test
    void theOperationAttributeStaysInTheNamespaceOfNetconf_O02() {
        EditConfig edit = EditConfig.of(
                CANDIDATE,
                "<top xmlns='urn:top' xmlns:nc='" + Namespaces.BASE
                        + "'><if nc:operation='delete'><name>a</name></if></top>");

        assertThat(Written.inRpc(edit)).contains("xmlns:nc=\"" + Namespaces.BASE + "\"><if nc:operation=\"delete\">");
    }

    /** IOS-XE fails where it is not. */
    @Test
    void theConfigElementIsInTheNamespaceOfNetconf_Q19() {
        assertThat(Written.inRpc(EditConfig.of(RUNNING, "<top/>")))
                .isEqualTo("<edit-config><target><running/></target><config><top xmlns=\"\"/></config></edit-config>");
    }

    static List<String> wrappings() {
        String base = "xmlns='" + Namespaces.BASE + "'";
        String inner = "<p:top><p:mtu>1</p:mtu></p:top>";
        return List.of(
                "<config " + base + " xmlns:p='urn:top'>" + inner + "</config>",
                "<data " + base + " xmlns:p='urn:top'>\n" + inner + "\n</data>",
                "<nc:data xmlns:nc='" + Namespaces.BASE + "' xmlns:p='urn:top'>" + inner + "</nc:data>",
                "<?xml version='1.0'?><config " + base + ">" + inner.replace("<p:top>", "<p:top xmlns:p='urn:top'>")
                        + "</config>");
    }

    @ParameterizedTest
    @MethodSource("wrappings")
    void whatWasReadCanBeSentBackAsItIs_theWrapperIsTakenOff(String wrapped) {
        String sent = Written.inRpc(EditConfig.of(RUNNING, wrapped));

        assertThat(sent).containsOnlyOnce("<config>").doesNotContain("<data").contains("xmlns:p=\"urn:top\"");
        assertThat(Xml.parse(sent.substring(sent.indexOf("<config>") + 8, sent.indexOf("</config>")))
                        .roots())
                .containsExactly(new javax.xml.namespace.QName("urn:top", "top"));
    }

    @Test
    void anEmptyWrapperIsAnEmptyConfiguration() {
        assertThat(Written.inRpc(EditConfig.of(CANDIDATE, "<config xmlns='" + Namespaces.BASE + "'> </config>")))
                .endsWith("<config/></edit-config>");
    }

    @Test
    void whatIsCalledConfigOrDataElsewhereIsNoWrapper() {
        assertThat(Written.inRpc(EditConfig.of(RUNNING, "<config xmlns='urn:mine'><a/></config>")))
                .contains("<config><config xmlns=\"urn:mine\"><a/></config></config>");
        assertThat(Written.inRpc(EditConfig.of(RUNNING, "<data xmlns='urn:mine'/><data xmlns='urn:mine'/>")))
                .contains("<config><data xmlns=\"urn:mine\"/><data xmlns=\"urn:mine\"/></config>");
    }
}
