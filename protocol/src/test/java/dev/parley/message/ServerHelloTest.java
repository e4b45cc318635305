package dev.parley.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.framing.Framing;
import dev.parley.sample.Met;
import dev.parley.xml.XmlLimits;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a server's hello (RFC 6241 section 8.1). */
class ServerHelloTest {
    private static final String BASE_1_0 = "urn:ietf:params:netconf:base:1.0";
    private static final String BASE_1_1 = "urn:ietf:params:netconf:base:1.1";
    private static final String ALIAS = "urn:ietf:params:xml:ns:netconf:base:1.0";

    private final Met met = new Met();

    private ServerHello parse(String hello) {
        byte[] bytes = hello.getBytes(UTF_8);
        return ServerHello.parse(bytes, bytes.length, true, XmlLimits.DEFAULT, met);
    }

    private ProtocolException refused(String hello) {
        try {
            parse(hello);
        } catch (ProtocolException e) {
            return e;
        }
        throw new AssertionError("not refused: " + hello);
    }

    private static String hello(String sessionId, String... uris) {
        String capabilities = java.util.Arrays.stream(uris)
                .map(uri -> "<capability>" + uri + "</capability>")
                .collect(Collectors.joining());
        return "<hello xmlns=\"" + Namespaces.BASE + "\"><capabilities>" + capabilities + "</capabilities>"
                + (sessionId == null ? "" : "<session-id>" + sessionId + "</session-id>") + "</hello>";
    }

    /** RFC 6241 section 8.1, with the line breaks inside the URIs as they are printed there. */
    @Test
    void theRfcsExampleIsRead_H08() {
        ServerHello hello = parse("""
                <?xml version="1.0" encoding="UTF-8"?>
                <hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">
                  <capabilities>
                    <capability>
                      urn:ietf:params:netconf:base:1.1
                    </capability>
                    <capability>
                      urn:ietf:params:netconf:capability:startup:1.0
                    </capability>
                    <capability>
                      http://example.net/router/2.3/myfeature
                    </capability>
                  </capabilities>
                  <session-id>4</session-id>
                </hello>
                """);

        assertThat(hello.sessionId()).isEqualTo(4);
        assertThat(hello.framing()).isEqualTo(Framing.CHUNKED);
        assertThat(hello.capabilities().uris())
                .containsExactly(BASE_1_1, Capability.STARTUP, "http://example.net/router/2.3/myfeature");
        assertThat(met.deviations).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "true,  base:1.0,                 END_OF_MESSAGE",
        "true,  base:1.1,                 CHUNKED",
        "true,  base:1.0 base:1.1,        CHUNKED",
        "true,  base:1.1 base:1.0,        CHUNKED",
        "true,  base:1.1?x=y,             CHUNKED",
        "true,  base:1.0?x=y,             END_OF_MESSAGE",
        "true,  base:1.10 base:1.0,       END_OF_MESSAGE",
        "false, base:1.0,                 END_OF_MESSAGE",
        "false, base:1.0 base:1.1,        END_OF_MESSAGE",
        "false, base:1.1,                 ",
        "true,  base:1.10,                ",
        "true,  base:2.0,                 ",
        "true,  capability:candidate:1.0, ",
    })
    void theHighestCommonVersionWins_H05(boolean clientSpeaks11, String announced, Framing framing) {
        String[] uris = java.util.Arrays.stream(announced.split(" "))
                .map("urn:ietf:params:netconf:"::concat)
                .toArray(String[]::new);
        byte[] bytes = hello("1", uris).getBytes(UTF_8);
        try {
            ServerHello hello = ServerHello.parse(bytes, bytes.length, clientSpeaks11, XmlLimits.DEFAULT, met);
            assertThat(hello.framing()).isEqualTo(framing);
        } catch (ProtocolException e) {
            assertThat(framing).as(e.getMessage()).isNull();
            assertThat(e.reason()).isEqualTo(Reason.NO_COMMON_BASE);
        }
    }

    @Test
    void withoutACommonVersionTheErrorSaysWhatWasAnnounced_H05() {
        assertThat(refused(hello("1")))
                .hasMessage("no base version in common: the server announces no capabilities at all, and not "
                        + BASE_1_1 + " or " + BASE_1_0 + " (RFC 6241 section 8.1)");
        assertThat(refused(hello("1", "urn:x", "urn:ietf:params:netconf:base:2.0")))
                .hasMessage("no base version in common: the server announces 2 capabilities, among them "
                        + "urn:ietf:params:netconf:base:2.0, and not " + BASE_1_1 + " or " + BASE_1_0
                        + " (RFC 6241 section 8.1)");
    }

    @Test
    void theAliasCountsAs10AndNeverAs11_Q08() {
        assertThat(parse(hello("1", ALIAS)).framing()).isEqualTo(Framing.END_OF_MESSAGE);
        assertThat(met.deviations).containsExactly(Deviation.BASE_ALIAS);

        assertThat(refused(hello("1", ALIAS.replace("1.0", "1.1"))).reason()).isEqualTo(Reason.NO_COMMON_BASE);
    }

    @Test
    void theAliasBesideTheTrueNameIsNoDeviation_Q08() {
        parse(hello("1", ALIAS, BASE_1_0));

        assertThat(met.deviations).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", " 4 ", "\n17\n", "4294967295"})
    void aSessionIdIsANumberFrom1To32Bits_H07(String id) {
        assertThat(parse(hello(id, BASE_1_0)).sessionId()).isEqualTo(Long.parseLong(id.strip()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "+1",
                "4294967296",
                "99999999999999999999",
                "1.0",
                "0x1",
                "",
                " ",
                "one",
                "1 2",
                "٤",
                "1e3"
            })
    void anythingElseIsNoSessionId_H07(String id) {
        assertThat(refused(hello(id, BASE_1_0)))
                .hasMessage("the server's session-id is \"" + id.strip() + "\", not a number from 1 to 4294967295")
                .extracting(ProtocolException::reason)
                .isEqualTo(Reason.BAD_HELLO);
    }

    @Test
    void aHelloWithoutSessionIdEndsTheSession_H04() {
        assertThat(refused(hello(null, BASE_1_0)))
                .hasMessage("the server's hello has no session-id (RFC 6241 section 8.1); is the peer another client?")
                .extracting(ProtocolException::reason)
                .isEqualTo(Reason.BAD_HELLO);
    }

    @Test
    void tenThousandUnknownCapabilitiesAreIgnored_H06() {
        String[] uris = IntStream.range(0, 10_000)
                .mapToObj(i -> "urn:example:" + i + "?module=m" + i + "&amp;revision=2026-01-01&amp;%zz=&amp;;=")
                .toArray(String[]::new);
        uris[5_000] = BASE_1_1;

        ServerHello hello = parse(hello("1", uris));

        assertThat(hello.capabilities().size()).isEqualTo(10_000);
        assertThat(hello.framing()).isEqualTo(Framing.CHUNKED);
        hello.capabilities()
                .forEach(capability -> assertThat(capability.parameters()).isNotNull());
    }

    @Test
    void attributesOnTheHelloAreTolerated_Q04() {
        parse(hello("1", BASE_1_0).replace("<hello ", "<hello message-id='101' "));

        assertThat(met.deviations).containsExactly(Deviation.HELLO_ATTRIBUTES);
        assertThat(met.details).containsExactly("attribute message-id");
    }

    @Test
    void aHelloWithoutNamespaceIsTolerated_Q07() {
        assertThat(parse(hello("1", BASE_1_0).replace(" xmlns=\"" + Namespaces.BASE + "\"", ""))
                        .sessionId())
                .isEqualTo(1);
        assertThat(met.deviations).containsExactly(Deviation.NAMESPACE_MISSING);
    }

    @Test
    void prefixesAreAsGoodAsADefaultNamespace_R04() {
        ServerHello hello = parse("<nc:hello xmlns:nc='" + Namespaces.BASE + "'><nc:capabilities><nc:capability>"
                + BASE_1_0 + "</nc:capability></nc:capabilities><nc:session-id>7</nc:session-id></nc:hello>");

        assertThat(hello.sessionId()).isEqualTo(7);
        assertThat(met.deviations).isEmpty();
    }

    @Test
    void elementsOfOthersAreReadOver() {
        ServerHello hello = parse(hello("7", BASE_1_0)
                .replace("</hello>", "<v:session-id xmlns:v='urn:v'>x<y/></v:session-id><unknown/></hello>"));

        assertThat(hello.sessionId()).isEqualTo(7);
    }

    @Test
    void commentsAndNulBytesAroundItAreTolerated_Q01_Q03() {
        assertThat(parse("\0<!-- before -->" + hello("7", BASE_1_0) + "<!-- after -->\n\0\0")
                        .sessionId())
                .isEqualTo(7);
        assertThat(met.deviations).containsExactly(Deviation.NUL_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<rpc-reply xmlns='%s'/>", "<hello xmlns='urn:other'/>", "<goodbye/>"})
    void anotherRootIsNoHello(String message) {
        assertThat(refused(String.format(message, Namespaces.BASE)).reason()).isEqualTo(Reason.UNEXPECTED_MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<hello>",
                "<hello/><hello/>",
                "<hello><capabilities></hello>",
                "<hello/>junk",
                "<hello>text</hello>"
            })
    void brokenXmlIsRefused(String message) {
        assertThat(refused(message).reason()).isEqualTo(Reason.MALFORMED_XML);
    }
}
