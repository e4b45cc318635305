package dev.parley.engine;

import static dev.parley.engine.Wire.chunk;
import static dev.parley.engine.Wire.hello;
import static dev.parley.engine.Wire.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.message.ClientHello;
import dev.parley.message.Namespaces;
import dev.parley.operation.Get;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening parley, as a transcript (RFC 6241 section 8.1, RFC 6242 section 4.1). */
class HelloTest {
    private static final String OUR_HELLO = "write <?xml version=\"1.0\" encoding=\"UTF-8\"?><hello xmlns=\""
            + Namespaces.BASE + "\"><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability>"
            + "<capability>urn:ietf:params:netconf:base:1.1</capability></capabilities></hello>]]>]]>";

    private final Wire wire = new Wire();

    @Test
    void ourHelloGoesOutAtOnce_withBothBasesAndNoSessionId_H01_H02_H03_H09_F08() {
        wire.start();

        assertThat(wire.came()).containsExactly(OUR_HELLO);
        assertThat(wire.engine.isOpen()).isFalse();
    }

    @Test
    void whatOurHelloSaysCanBeSet_R03_Q06_Q20() {
        EngineSettings all = EngineSettings.of("pe1");
        ClientHello dialect = new ClientHello(false, List.of("urn:nokia.com:nc:pc", "urn:a?b=c&d=e"), false);
        Wire other = new Wire(new EngineSettings("pe1", dialect, all.xmlLimits(), 1, 1, 1, 1, 0, false)).start();

        assertThat(other.came())
                .containsExactly("write <hello xmlns=\"" + Namespaces.BASE
                        + "\"><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability>"
                        + "<capability>urn:nokia.com:nc:pc</capability><capability>urn:a?b=c&amp;d=e</capability>"
                        + "</capabilities></hello>]]>]]>");
    }

    @ParameterizedTest
    @CsvSource({"1.0, END_OF_MESSAGE", "1.1, CHUNKED", "1.0 1.1, CHUNKED"})
    void theSessionIsUpWithTheServersHello_F01_H05(String bases, String framing) {
        wire.start().receives(hello(bases.split(" ")));

        assertThat(wire.came()).containsExactly(OUR_HELLO, "established 4 " + framing);
        assertThat(wire.engine.isOpen()).isTrue();
        assertThat(wire.engine.nextWake()).isNotEqualTo(ClientEngine.NEVER);
    }

    @Test
    void bothDirectionsChangeTheirFramingBehindTheirHello_F02() {
        wire.start().receives(hello("1.1"));
        wire.send(Get.all());

        assertThat(wire.came()).last().isEqualTo("write " + chunk(rpc(101, "<get/>")));
    }

    @Test
    void withoutBase11OnEitherSideTheFramingStays_F01() {
        wire.start().receives(hello("1.0"));
        wire.send(Get.all());
        wire.receives(reply(101, "<ok/>") + "]]>]]>");

        assertThat(wire.came())
                .containsExactly(
                        OUR_HELLO,
                        "established 4 END_OF_MESSAGE",
                        "write " + rpc(101, "<get/>") + "]]>]]>",
                        "101 reply " + reply(101, "<ok/>"));
    }

    private static String rpc(long id, String content) {
        return "<rpc xmlns=\"" + Namespaces.BASE + "\" message-id=\"" + id + "\">" + content + "</rpc>";
    }

    /** The server's first chunks may come with the end of its hello (F-02, Q-15). */
    @Test
    void whatComesWithTheHelloIsReadInTheNewFraming_F02_F06() {
        wire.onEstablished = () -> wire.send(Get.all());

        wire.start().receives(hello("1.1") + chunk(reply(101, "<data/>")) + chunk(Wire.notification("<e/>")));

        assertThat(wire.came())
                .containsExactly(
                        OUR_HELLO,
                        "established 4 CHUNKED",
                        "write " + chunk(rpc(101, "<get/>")),
                        "101 reply " + reply(101, "<data/>"),
                        "notification " + Wire.notification("<e/>"));
    }

    @Test
    void aRequestBeforeTheSessionIsUpIsNotSent() {
        wire.start();
        wire.send(Get.all());

        assertThat(wire.came())
                .last()
                .isEqualTo("101 failed SESSION_CLOSED NOT_SENT: get on pe1 was not sent: the session is not open yet");
    }

    static List<String[]> badHellos() {
        String plain = hello("1.1");
        return List.of(
                new String[] {plain.replace("<session-id>4</session-id>", ""), "bad-hello", "has no session-id"},
                new String[] {plain.replace(">4<", ">0<"), "bad-hello", "the server's session-id is \"0\""},
                new String[] {hello("2.0"), "no-common-base", "no base version in common"},
                new String[] {hello(), "no-common-base", "the server announces no capabilities at all"},
                new String[] {plain.replace("</hello>", ""), "malformed-xml", "not well-formed"},
                new String[] {plain.replace("</hello>", "</hello><hello/>"), "malformed-xml", "Second root element"},
                new String[] {"]]>]]>", "malformed-xml", "an empty message from pe1"},
                new String[] {" \n]]>]]>", "malformed-xml", "without a whole root element: \" \\n\""},
                new String[] {"<hell]]>]]>", "malformed-xml", "without a whole root element: \"<hell\""},
                new String[] {"<!DOCTYPE hello>", "doctype", "a document type declaration"},
                new String[] {"<html>", "unexpected-message", "sent <html> of namespace \"\" where only its hello may"},
                new String[] {"<hello xmlns='urn:x'/>]]>]]>", "unexpected-message", "must stand"},
                new String[] {Wire.notification("") + "]]>]]>", "unexpected-message", "sent <notification>"},
                new String[] {"<rpc xmlns='" + Namespaces.BASE + "'>", "unexpected-message", "sent <rpc>"},
                new String[] {"<!-- " + "x".repeat(70_000), "limit-exceeded", "no root element within the first 65536"
                });
    }

    @ParameterizedTest
    @MethodSource("badHellos")
    void aHelloThatBreaksARuleEndsTheSession_withoutCloseSession_H04_H05_H07_H11(
            String bytes, String code, String says) {
        wire.start().receives(bytes);

        assertThat(wire.came())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("terminated " + code + ": no usable hello from pe1: ")
                .contains(says);
        assertThat(wire.engine.nextWake()).isEqualTo(ClientEngine.NEVER);
    }

    @Test
    void aSecondHelloIsAnError_H11() {
        wire.start().receives(hello("1.0") + hello("1.0"));

        assertThat(wire.came())
                .last()
                .isEqualTo("terminated unexpected-message: pe1 sent <hello> of namespace \"" + Namespaces.BASE
                        + "\" where only replies and notifications may come");
    }

    @ParameterizedTest
    @CsvSource({
        "'SSH-2.0-OpenSSH_9.2p1\r\n', SSH-2.0-OpenSSH_9.2p1, it speaks SSH",
        "'HTTP/1.1 400 Bad Request\r\nServer: x\r\n', HTTP/1.1 400 Bad Request, it speaks HTTP",
        "'\u0015\u0003\u0003\u0000\u0002\u0002F', \\x15, it speaks TLS",
        "'\n#250\n<hello', #250, its hello is in chunked framing",
    })
    void anotherProtocolIsRecognizedAtOnce(String bytes, String shown, String advice) {
        wire.start().receives(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(wire.failure)
                .hasMessageContaining("no usable hello from pe1: text where a message's root element must stand")
                .hasMessageEndingWith(": \"" + shown + "\"");
        assertThat(wire.failure.advice())
                .hasValueSatisfying(text -> assertThat(text).startsWith(advice));
    }

    private static final String REFUSAL = "<rpc-reply><rpc-error><error-severity>error</error-severity>"
            + "<error-message>\nuser nobody is not permitted\n</error-message></rpc-error></rpc-reply>";

    /** Junos, for a user without rights: alone, glued to its hello, or with a prefix that it does not declare. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                REFUSAL + "]]>]]>",
                REFUSAL + "<hello/>]]>]]>",
                "<hello/>" + REFUSAL + "]]>]]>",
                "<nc:rpc-reply><nc:rpc-error><nc:error-message>user nobody is not permitted</nc:error-message>]]>]]>",
                "<rpc-error><error-message>user nobody is not permitted</error-message></rpc-error>]]>]]>",
            })
    void anErrorInPlaceOfTheHelloIsTheReason_Q05(String bytes) {
        wire.start().receives(bytes);

        assertThat(wire.came())
                .last()
                .asString()
                .startsWith("terminated session-refused: pe1 refused the session with an error in place of its hello: ")
                .contains("user nobody is not permitted");
    }

    @Test
    void aCommentIsShown_forDevicesSayThereWhyTheyRefuse_Q01() {
        wire.start().receives("<!-- No zombies were killed -->\n" + hello("2.0"));

        assertThat(wire.came()).last().asString().endsWith("; the device remarks: No zombies were killed");
    }

    @Test
    void aCommentBehindTheHelloIsShownWhenTheDeviceThenCloses_Q01() {
        wire.start().receives(hello("1.0") + "<!-- Error: missing base capability in hello (closing session) -->\n");
        wire.engine.peerClosed("closed by the peer", null, wire.now);

        assertThat(wire.came())
                .last()
                .isEqualTo("terminated truncated: the session with pe1 ended: closed by the peer, in the middle of a"
                        + " message; the device remarks: Error: missing base capability in hello (closing session)");
    }

    @Test
    void aSilentServerIsGivenUpAtTheDeadline_H12() {
        wire.start();
        assertThat(wire.engine.nextWake()).isEqualTo(wire.now + Wire.seconds(10));
        wire.waits(9);
        assertThat(wire.came()).containsExactly(OUR_HELLO);

        wire.waits(1);
        assertThat(wire.came())
                .containsExactly(
                        "terminated hello-timeout: the capability exchange with pe1 was not complete after 10.0 s:"
                                + " not one byte of the server's hello arrived");
    }

    @Test
    void aHelloWithoutItsEndIsShownByItsEnd_H12() {
        wire.start().waits(2).receives(hello("1.1").replace("]]>]]>", ""));
        wire.waits(8);

        assertThat(wire.came())
                .last()
                .asString()
                .startsWith(
                        "terminated hello-timeout: the capability exchange with pe1 was not complete after 10.0 s: 175"
                                + " of ? bytes of the server's hello arrived, the last 8.0 s ago, no end-of-message; the end of it:")
                .endsWith("<session-id>4</session-id></hello>\"");
    }

    @Test
    void aHelloEndedLikeAChunkIsShownAsThat() {
        wire.start().receives(hello("1.1").replace("]]>]]>", "\n##\n")).waits(10);

        assertThat(wire.came()).last().asString().contains("in chunked framing, which a hello never has");
    }

    @Test
    void aPeerThatClosesBeforeItsHelloIsReported() {
        wire.start();
        wire.engine.peerClosed("TLS alert access_denied", new IOException("alert"), wire.now);

        assertThat(wire.came())
                .last()
                .isEqualTo(
                        "terminated truncated: the capability exchange with pe1 failed: TLS alert access_denied, before"
                                + " one byte of the server's hello");
    }

    @Test
    void aPeerThatClosesInItsHelloIsReported() {
        wire.start().receives("<hello><capab");
        wire.engine.peerClosed("closed by the peer", null, wire.now);

        assertThat(wire.came())
                .last()
                .isEqualTo(
                        "terminated truncated: the capability exchange with pe1 failed: closed by the peer, after 13 bytes"
                                + " of the server's hello: \"<hello><capab\"");
    }

    @Test
    void aHelloHasItsOwnLimit_F10() {
        Wire small = new Wire(Wire.small()).start();
        small.receives("<hello>" + " ".repeat(1_993));
        assertThat(small.came()).hasSize(1);

        small.receives(" ");
        assertThat(small.came())
                .containsExactly(
                        "terminated limit-exceeded: no usable hello from pe1: a <hello> of more than 2000 bytes from pe1");
    }

    @Test
    void whatIsOutOfOrderButHarmlessIsTold_Q02_Q03_Q04_Q08() {
        wire.start()
                .receives("\0\n<?xml version='1.0' encoding='ISO-8859-1'?>"
                        + hello("1.1").replace("<hello ", "<hello message-id='1' "));

        assertThat(wire.came())
                .contains(
                        "deviation NUL_BYTES in front of <hello>",
                        "deviation OTHER_ENCODING on <hello>",
                        "deviation HELLO_ATTRIBUTES attribute message-id",
                        "established 4 CHUNKED");
    }

    @Test
    void inStrictModeItEndsTheSession() {
        Wire strict = new Wire(Wire.strict()).start();
        strict.receives(hello("1.1").replace("<hello ", "<hello message-id='1' "));

        assertThat(strict.came())
                .last()
                .isEqualTo("terminated deviation: no usable hello from pe1: attributes on the hello (attribute"
                        + " message-id), which strict mode does not tolerate");
    }

    @Test
    void closingBeforeTheSessionIsUpSendsNothing_H04() {
        wire.start().close();

        assertThat(wire.came()).containsExactly(OUR_HELLO, "terminated in order");
    }

    @Test
    void anEngineIsStartedOnceAndBeforeItReceives() {
        assertThatIllegalStateException().isThrownBy(() -> wire.receives("x"));
        wire.start();
        assertThatIllegalStateException().isThrownBy(wire::start);
    }
}
