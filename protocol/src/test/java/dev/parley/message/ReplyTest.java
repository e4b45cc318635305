package dev.parley.message;

import static dev.parley.message.Deviation.DATA_NAMESPACE;
import static dev.parley.message.Deviation.NAMESPACE_MISSING;
import static dev.parley.message.Deviation.NUL_BYTES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.sample.Documents;
import dev.parley.sample.Infoset;
import dev.parley.sample.Met;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlLimits;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reply says (RFC 6241 sections 4.2 to 4.4). */
class ReplyTest {
    private static final String ERROR = "<rpc-error><error-type>rpc</error-type><error-tag>in-use</error-tag>"
            + "<error-severity>error</error-severity></rpc-error>";
    private static final String WARNING = ERROR.replace(">error<", ">warning<");

    private final Met met = new Met();

    private Reply parse(String message) {
        byte[] bytes = message.getBytes(UTF_8);
        return Reply.parse(bytes, bytes.length, XmlLimits.DEFAULT, met);
    }

    private Reply reply(String content) {
        return parse("<rpc-reply xmlns=\"" + Namespaces.BASE + "\" message-id=\"101\">" + content + "</rpc-reply>");
    }

    private static String expand(String content) {
        return content.replace("ERROR", ERROR)
                .replace("WARNING", WARNING)
                .replace("NO-NS", ERROR.replace("<rpc-error>", "<rpc-error xmlns=''>"))
                .replace(
                        "JUNOS",
                        "<rpc-error><error-severity>warning</error-severity><error-message>license</error-message></rpc-error>");
    }

    /** what stands in the reply, whether the request failed, and what is told of it. */
    @ParameterizedTest(name = "[{0}]")
    @CsvSource({
        "<ok/>,                                        false, 0,",
        "<data/>,                                      false, 0,",
        "<data><x xmlns='u'/></data>,                  false, 0,",
        "'',                                           false, 0,",
        "ERROR,                                        true,  1,",
        "WARNING,                                      false, 1,",
        "WARNING<ok/>,                                 false, 1, OK_WITH_WARNING",
        "<ok/>WARNING,                                 false, 1, OK_WITH_WARNING",
        "WARNING<data/>,                               false, 1,",
        "<data/>WARNING,                               false, 1,",
        "WARNING ERROR,                                true,  2,",
        "ERROR WARNING,                                true,  2,",
        "WARNING WARNING ERROR<ok/>,                   true,  3,",
        "ERROR<ok/>,                                   true,  1,",
        "<data/>ERROR,                                 true,  1,",
        "<results>ERROR<ok/></results>,                true,  1, NESTED_ERROR",
        "<results><deep>WARNING</deep></results>,      false, 1, NESTED_ERROR",
        "<data><rpc-error xmlns='urn:mine'/></data>,   false, 0,",
        "<data><my-rpc-error/></data>,                 false, 0,",
        "<data><!--ERROR--><![CDATA[ERROR]]></data>,   false, 0,",
        "JUNOS<ok/>,                                   false, 1, INCOMPLETE_ERROR OK_WITH_WARNING",
        "NO-NS,                                        true,  1, NAMESPACE_MISSING",
        "<data>NO-NS</data>,                           true,  1, NESTED_ERROR",
    })
    void aRequestFailedIfAnyErrorIsMoreThanAWarning_R12_R13(
            String content, boolean failure, int errors, String deviations) {
        Reply reply = reply(expand(content));

        assertThat(reply.isFailure()).isEqualTo(failure);
        assertThat(reply.errors()).hasSize(errors);
        assertThat(met.deviations)
                .extracting(Deviation::name)
                .isEqualTo(deviations == null ? List.of() : List.of(deviations.split(" ")));
        assertThat(reply.isOk()).isEqualTo(content.startsWith("<ok/>") || content.endsWith("<ok/>"));
    }

    @Test
    void theAttributesOfTheRequestComeBack_R06() {
        Reply reply = parse("<rpc-reply ex:user-id='fred' plain='1' xmlns='" + Namespaces.BASE
                + "' xmlns:ex='http://example.net/content/1.0' message-id='101'><ok/></rpc-reply>");

        assertThat(reply.messageId()).isEqualTo("101");
        assertThat(reply.attributes()).isEqualTo(Map.of("message-id", "101", "ex:user-id", "fred", "plain", "1"));
    }

    @Test
    void aReplyWithoutMessageIdHasNone_Q11() {
        assertThat(parse("<rpc-reply xmlns='" + Namespaces.BASE + "'><ok/></rpc-reply>")
                        .messageId())
                .isNull();
    }

    @Test
    void aReplyWithoutNamespaceIsTolerated_Q07() {
        assertThat(parse("<rpc-reply message-id='1'><ok/></rpc-reply>").isOk()).isTrue();
        assertThat(met.deviations).containsExactly(NAMESPACE_MISSING);
    }

    @Test
    void prefixesAreAsGoodAsADefaultNamespace_R04() {
        Reply reply = parse("<nc:rpc-reply xmlns:nc='" + Namespaces.BASE + "'><nc:ok/></nc:rpc-reply>");

        assertThat(reply.isOk()).isTrue();
        assertThat(met.deviations).isEmpty();
    }

    @Provide
    Arbitrary<String> documents() {
        return Documents.any();
    }

    @Property
    void theContentStandsOnItsOwnFeet_X08(@ForAll("documents") String document) {
        String inner = document.replaceFirst("^<\\?xml.*?\\?>\n", "");
        String message =
                "<rpc-reply xmlns='" + Namespaces.BASE + "' xmlns:a='urn:outer' a:x='1'><data xmlns:nc='urn:c'>"
                        + "<c xmlns=''>" + inner + "</c></data></rpc-reply>";

        Xml data = parse(message.replaceAll("(?s)<(/?)([a-z]+:)?rpc-error", "<$1$2other"))
                .element("data")
                .orElseThrow();

        String whole = Infoset.of(
                message.replaceAll("(?s)<(/?)([a-z]+:)?rpc-error", "<$1$2other").getBytes(UTF_8));
        assertThat(whole)
                .isEqualTo(
                        "<{" + Namespaces.BASE + "}rpc-reply {urn:outer}x=[1]>" + Infoset.of(data.toBytes()) + "</>");
    }

    @Test
    void theWholeMessageIsThereAsItCame() {
        String envelope = "<rpc-reply xmlns='" + Namespaces.BASE + "'>\n<!-- c --><ok/>\n</rpc-reply>";
        Reply reply = parse("\0\n<?xml version='1.0'?>\n<!-- before -->\n" + envelope + "\n<!-- after -->\0\n");

        assertThat(reply.envelope()).hasToString(envelope);
        assertThat(reply).hasToString(envelope);
        assertThat(met.deviations).containsExactly(NUL_BYTES);
    }

    @Test
    void theElementsInItAreNamedInOrder() {
        Reply reply = reply(ERROR + "<a xmlns='urn:a'/><data/>" + WARNING);

        assertThat(reply.content()).containsExactly(new QName("urn:a", "a"), new QName(Namespaces.BASE, "data"));
        assertThat(reply.element("a")).hasValueSatisfying(xml -> assertThat(xml).hasToString("<a xmlns='urn:a'/>"));
        assertThat(reply.element("b")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', <data/>", "xmlns='', <data xmlns=''/>", "xmlns='urn:x', <data xmlns='urn:x'/>"})
    void dataInAnotherNamespaceIsTakenAndTold_Q10(String declaration, String shown) {
        Reply reply = reply("<data " + declaration + "/>");

        assertThat(reply.data("urn:mine")).isPresent();
        assertThat(met.deviations).containsExactly(DATA_NAMESPACE);
    }

    @Test
    void dataInTheOperationsNamespaceComesFirst_Q10() {
        Reply reply = reply("<data>other</data><data xmlns='urn:mine'>mine</data>");

        assertThat(reply.data("urn:mine").orElseThrow()).hasToString("<data xmlns='urn:mine'>mine</data>");
        assertThat(met.deviations).isEmpty();
        assertThat(reply("<ok/>").data("urn:mine")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<rpc-reply><ok></rpc-reply>",
                "<rpc-reply>text</rpc-reply>",
                "<rpc-reply/><rpc-reply/>",
                "<rpc-reply/>]]>",
                "<rpc-reply>\u0001</rpc-reply>",
                "<rpc-reply",
                "",
                "\0\n",
            })
    void whatIsNotWellFormedIsRefused(String message) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> parse(message))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED_XML));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<hello/>", "<rpc-reply xmlns='urn:other'/>", "<nc:rpc xmlns:nc='" + Namespaces.BASE + "'/>"})
    void anotherRootIsNoReply(String message) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> parse(message))
                .withMessageContaining("where the NETCONF <rpc-reply> must stand")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNEXPECTED_MESSAGE));
    }

    @Test
    void aReplyOfAMillionCrumbsIsGivenUp_X05() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> reply("<a/>".repeat(1_000_001)))
                .withMessage("more than 1000000 elements directly in a reply");
    }

    @ParameterizedTest
    @EnumSource
    void everyDeviationCanBeRefused(Deviation deviation) {
        assertThat(deviation.refused("what it was"))
                .hasMessage(deviation.description() + " (what it was), which strict mode does not tolerate")
                .extracting(ProtocolException::reason)
                .isEqualTo(Reason.DEVIATION);
    }
}
