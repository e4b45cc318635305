package dev.parley.message;

import static dev.parley.error.ErrorType.APPLICATION;
import static dev.parley.error.ErrorType.PROTOCOL;
import static dev.parley.error.ErrorType.RPC;
import static dev.parley.error.ErrorType.TRANSPORT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.ProtocolException;
import dev.parley.error.RpcError;
import dev.parley.error.RpcError.Info;
import dev.parley.error.RpcError.Severity;
import dev.parley.sample.Met;
import dev.parley.xml.XmlLimits;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read from an rpc-error (RFC 6241 section 4.3 and appendix A; ). */
class RpcErrorTest {
    private final Met met = new Met();

    private List<RpcError> errors(String content) {
        byte[] bytes = ("<rpc-reply xmlns='" + Namespaces.BASE + "' xmlns:top='urn:top' message-id='1'>" + content
                        + "</rpc-reply>")
                .getBytes(UTF_8);
        return Reply.parse(bytes, bytes.length, XmlLimits.DEFAULT, met).errors();
    }

    private RpcError error(String content) {
        List<RpcError> errors = errors("<rpc-error>" + content + "</rpc-error>");
        assertThat(errors).hasSize(1);
        return errors.get(0);
    }

    private static String parts(String type, String tag, String severity) {
        return "<error-type>" + type + "</error-type><error-tag>" + tag + "</error-tag><error-severity>" + severity
                + "</error-severity>";
    }

    @ParameterizedTest
    @EnumSource
    void everyTagOfTheStandardIsKnown_R10(ErrorTag tag) {
        for (ErrorType type : ErrorType.values()) {
            RpcError error = error(parts(type.wireName(), tag.wireName(), "error"));

            assertThat(error.standardTag()).hasValue(tag);
            assertThat(error.type()).isEqualTo(type);
            assertThat(error.severity()).isEqualTo(Severity.ERROR);
        }
        assertThat(met.deviations).isEmpty();
    }

    /** The table of appendix A, as it is printed there. */
    @ParameterizedTest
    @CsvSource({
        "in-use, pa",
        "invalid-value, pa",
        "too-big, trpa",
        "missing-attribute, rpa",
        "bad-attribute, rpa",
        "unknown-attribute, rpa",
        "missing-element, pa",
        "bad-element, pa",
        "unknown-element, pa",
        "unknown-namespace, pa",
        "access-denied, pa",
        "lock-denied, p",
        "resource-denied, trpa",
        "rollback-failed, pa",
        "data-exists, a",
        "data-missing, a",
        "operation-not-supported, pa",
        "operation-failed, rpa",
        "partial-operation, a",
        "malformed-message, r",
    })
    void eachTagBelongsToItsLayers(String tag, String layers) {
        Map<Character, ErrorType> letters = Map.of('t', TRANSPORT, 'r', RPC, 'p', PROTOCOL, 'a', APPLICATION);
        Set<ErrorType> allowed =
                layers.chars().mapToObj(c -> letters.get((char) c)).collect(Collectors.toSet());

        for (ErrorType type : ErrorType.values()) {
            assertThat(ErrorTag.ofWireName(tag).orElseThrow().allows(type)).isEqualTo(allowed.contains(type));
        }
    }

    @Test
    void thereAreTwentyTags() {
        assertThat(EnumSet.allOf(ErrorTag.class)).hasSize(20);
    }

    @Test
    void aTagThatNoStandardKnowsIsKeptAsItCame_R10() {
        RpcError error = error(parts("application", "jukebox-empty", "error"));

        assertThat(error.tag()).isEqualTo("jukebox-empty");
        assertThat(error.standardTag()).isEmpty();
        assertThat(met.deviations).isEmpty();
    }

    /** RFC 6241 section 4.3, the example with a path. */
    @Test
    void allPartsAreRead_R10() {
        RpcError error = error("""
                  <error-type>application</error-type>
                  <error-tag>invalid-value</error-tag>
                  <error-severity>error</error-severity>
                  <error-app-tag> too-high </error-app-tag>
                  <error-path xmlns:t="http://example.com/schema/1.2/config">
                    /t:top/t:interface[t:name="Ethernet0/0"]/t:mtu
                  </error-path>
                  <error-message xml:lang="en">
                    MTU value 25000 is not within range 256..9192
                  </error-message>
                  <error-info>
                    <bad-element>mtu</bad-element>
                    <v:hint xmlns:v="urn:v">see <v:b>page</v:b> 4</v:hint>
                  </error-info>
                  <vendor-says>nothing</vendor-says>
                """);

        assertThat(error)
                .isEqualTo(new RpcError(
                        APPLICATION,
                        "invalid-value",
                        Severity.ERROR,
                        "too-high",
                        "/t:top/t:interface[t:name=\"Ethernet0/0\"]/t:mtu",
                        Map.of("t", "http://example.com/schema/1.2/config"),
                        "MTU value 25000 is not within range 256..9192",
                        "en",
                        List.of(
                                new Info(Namespaces.BASE, "bad-element", "mtu"),
                                new Info("urn:v", "hint", "see page 4", true))));
        assertThat(error)
                .hasToString("invalid-value: MTU value 25000 is not within range 256..9192 (at"
                        + " /t:top/t:interface[t:name=\"Ethernet0/0\"]/t:mtu) [too-high] {bad-element=mtu}"
                        + " {hint=…}");
    }

    /** Devices quote what they refuse, wherever they can. */
    @Test
    void theErrorInOneLineHoldsNoSecretOfItsOtherParts() {
        RpcError error = error("""
                  <error-type>application</error-type>
                  <error-tag>invalid-value</error-tag>
                  <error-severity>error</error-severity>
                  <error-app-tag>bad-password=zq</error-app-tag>
                  <error-path>/s:user[s:name='ann'][s:password='zq']</error-path>
                  <error-message>the password zq
                    is too short</error-message>
                """);

        assertThat(error)
                .hasToString("invalid-value: the password *** is too short (at"
                        + " /s:user[s:name='ann'][s:password=***]) [bad-password=***]");
        assertThat(error.message()).contains("zq");
        assertThat(error.path()).contains("zq");
        assertThat(error.appTag()).contains("zq");
    }

    /** What YANG calls a key is no secret. */
    @Test
    void theErrorInOneLineKeepsTheKeysOfLists() {
        RpcError error = error("""
                  <error-type>application</error-type>
                  <error-tag>missing-element</error-tag>
                  <error-severity>error</error-severity>
                  <error-path>/i:interfaces/i:interface</error-path>
                  <error-message>List instance is missing its key "name"; auth-key "zq", key=zq</error-message>
                """);

        assertThat(error)
                .hasToString("missing-element: List instance is missing its key \"name\"; auth-key ***, key=*** (at"
                        + " /i:interfaces/i:interface)");
    }

    /** The line ends up in the messages of exceptions, and those in logs. */
    @Test
    void theErrorInOneLineHoldsNoSecretOfItsInfo() {
        RpcError error = error("""
                  <error-type>application</error-type>
                  <error-tag>invalid-value</error-tag>
                  <error-severity>error</error-severity>
                  <error-info>
                    <v:password xmlns:v="urn:v">zq</v:password>
                    <line>username ann password zq</line>
                    <user><name>ann</name><password>zq</password></user>
                  </error-info>
                """);

        assertThat(error).hasToString("invalid-value {password=***} {line=username ann password ***} {user=…}");
        assertThat(error.info()).extracting(Info::text).containsExactly("zq", "username ann password zq", "annzq");
    }

    @Test
    void thePathsPrefixesMeanWhatIsInScopeWhereItStands_R11() {
        RpcError error = errors("<results xmlns:mid='urn:mid'><rpc-error xmlns='" + Namespaces.BASE
                        + "' xmlns:e='urn:e' xmlns:top='urn:new'>"
                        + "<error-path xmlns:p='urn:p'>/top:a/mid:b[e:c='x:y']/p:d/unknown:e/self::p:f</error-path>"
                        + "</rpc-error></results>")
                .get(0);

        assertThat(error.pathNamespaces())
                .isEqualTo(Map.of("top", "urn:new", "mid", "urn:mid", "e", "urn:e", "p", "urn:p"));
    }

    @ParameterizedTest
    @CsvSource({
        "'<error-tag>in-use</error-tag><error-severity>error</error-severity>', no usable error-type",
        "'<error-type>rpc</error-type><error-severity>error</error-severity>', no usable error-tag",
        "'<error-type>rpc</error-type><error-tag>in-use</error-tag>', no usable error-severity",
        "'<error-type>rpc</error-type><error-tag>in-use</error-tag><error-severity>fatal</error-severity>', no usable error-severity",
        "'<error-type>netconf</error-type><error-tag>in-use</error-tag><error-severity>error</error-severity>', no usable error-type",
        "'', no usable error-severity",
    })
    void anErrorWithoutAMandatoryPartIsAnErrorAllTheSame_Q09(String content, String detail) {
        assertThat(error(content).isWarning()).isFalse();
        assertThat(met.deviations).containsExactly(Deviation.INCOMPLETE_ERROR);
        assertThat(met.details).containsExactly(detail);
    }

    @Test
    void aWarningIsAWarningAlsoWithoutTypeAndTag_Q09() {
        RpcError warning = error("<error-severity>\nwarning\n</error-severity><error-message>license</error-message>");

        assertThat(warning.isWarning()).isTrue();
        assertThat(warning).hasToString("error without tag: license");
    }

    @Test
    void partsWithoutNamespaceOrUnderAPrefixAreReadTheSame_Q07() {
        String plain = parts("rpc", "in-use", "warning");
        String prefixed = plain.replace("</", "</nc:").replaceAll("<(?!/)", "<nc:");

        List<RpcError> errors = errors("<rpc-error xmlns=''>" + plain + "</rpc-error><nc:rpc-error xmlns:nc='"
                + Namespaces.BASE + "'>" + prefixed + "</nc:rpc-error>");

        assertThat(errors).hasSize(2).allSatisfy(error -> assertThat(error).isEqualTo(errors.get(0)));
    }

    @Test
    void theHolderOfALockIsNamed_O04() {
        String denied =
                parts("protocol", "lock-denied", "error") + "<error-info><session-id>454</session-id></error-info>";

        assertThat(error(denied).lockHolder()).hasValue("454");
        assertThat(error(denied.replace("lock-denied", "in-use")).lockHolder()).isEmpty();
    }

    @Test
    void errorsWithoutEndAreGivenUp_X05() {
        String word = "<error-message>" + "x".repeat(1000) + "</error-message>";
        for (String flood : List.of(
                "<rpc-error/>".repeat(200_000),
                ("<rpc-error>" + word + "</rpc-error>").repeat(17_000),
                "<rpc-error>" + "<error-info><a/></error-info>".repeat(180_000) + "</rpc-error>")) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> errors(flood))
                    .withMessage("a reply with more than 16 MiB of errors")
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(ProtocolException.Reason.LIMIT_EXCEEDED));
        }
    }

    @Test
    void aVeryLongMessageIsCut() {
        assertThat(error("<error-message>" + "x".repeat(3_000_000) + "</error-message>")
                        .message())
                .hasSize(1 << 20);
    }

    @Test
    void tagsAndTypesOfOthersAreNotKnown() {
        assertThat(ErrorTag.ofWireName("IN_USE")).isEmpty();
        assertThat(ErrorTag.ofWireName("")).isEmpty();
        assertThat(ErrorType.ofWireName("RPC")).isEmpty();
        assertThat(Arrays.stream(ErrorType.values()).map(ErrorType::wireName))
                .containsExactly("transport", "rpc", "protocol", "application");
    }
}
