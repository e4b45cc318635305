package dev.parley.engine;

import static dev.parley.engine.Wire.chunk;
import static dev.parley.engine.Wire.reply;
import static dev.parley.engine.Wire.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.Fate;
import dev.parley.error.RequestException;
import dev.parley.message.Namespaces;
import dev.parley.operation.CloseSession;
import dev.parley.operation.Get;
import dev.parley.operation.Operation;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a session ends, from either side and at any point (RFC 6241 section 7.8; ). */
class ClosingTest {
    private static final Operation<?> GET = Get.all();

    private final Wire wire = Wire.open();

    private static String closeSession(long id) {
        return "write "
                + chunk("<?xml version=\"1.0\" encoding=\"UTF-8\"?><rpc xmlns=\"" + Namespaces.BASE + "\" message-id=\""
                        + id + "\"><close-session/></rpc>");
    }

    @Test
    void closeSessionThenTheServersCloseIsAnOrderlyEnd() {
        wire.close();
        wire.receivesMessage(reply(101, "<ok/>"));
        assertThat(wire.came()).containsExactly(closeSession(101));
        wire.engine.peerClosed("closed by the peer", null, wire.now);

        assertThat(wire.came()).containsExactly("terminated in order");
    }

    @Test
    void aResetBehindTheReplyIsAnOrderlyEndToo() {
        wire.close();
        wire.receivesMessage(reply(101, "<ok/>"));
        wire.came();
        wire.engine.peerClosed("reset by the peer", new IOException("reset"), wire.now);

        assertThat(wire.came()).containsExactly("terminated in order");
    }

    @Test
    void theServerMayCloseWithoutReply() {
        wire.close();
        wire.came();
        wire.engine.peerClosed("closed by the peer", null, wire.now);

        assertThat(wire.came()).containsExactly("terminated in order");
    }

    @Test
    void aServerThatRepliesAndDoesNotCloseGetsAMoment() {
        wire.close();
        wire.receivesMessage(reply(101, "<ok/>"));
        wire.came();
        assertThat(wire.engine.nextWake()).isEqualTo(wire.now + 500_000_000);
        wire.now = wire.engine.nextWake();
        wire.engine.tick(wire.now);

        assertThat(wire.came()).containsExactly("terminated in order");
    }

    @Test
    void aServerThatDoesNothingIsGivenUpAtTheDeadline_R15() {
        wire.send(GET, seconds(60));
        wire.close();
        wire.came();
        wire.waits(4);
        assertThat(wire.came()).isEmpty();
        wire.waits(1);

        assertThat(wire.came())
                .containsExactly(
                        "101 failed SESSION_CLOSED UNKNOWN: get on pe1 has no reply after 5.0 s: the session was closed",
                        "terminated in order");
    }

    @Test
    void requestsThatAreWithTheDeviceAreAnswered_thoseThatWaitAreNotSent_R15() {
        Wire small = Wire.open(Wire.small());
        small.send(GET);
        small.send(GET);
        small.send(GET);
        small.came();
        small.close();
        small.send(GET);
        small.receives(chunk(reply(101, "1")) + chunk(reply(102, "2")) + chunk(reply(104, "<ok/>")));

        assertThat(small.came())
                .containsExactly(
                        closeSession(104),
                        "103 failed SESSION_CLOSED NOT_SENT: get on pe1 was not sent: the session is closing",
                        "105 failed SESSION_CLOSED NOT_SENT: get on pe1 was not sent: the session is closing",
                        "101 reply " + reply(101, "1"),
                        "102 reply " + reply(102, "2"));
    }

    @Test
    void closingTwiceIsClosingOnce() {
        wire.close();
        wire.close();
        wire.engine.peerClosed("closed by the peer", null, wire.now);
        wire.close();
        wire.engine.peerClosed("closed again", null, wire.now);
        wire.engine.abort(null, wire.now);

        assertThat(wire.came()).containsExactly(closeSession(101), "terminated in order");
    }

    @Test
    void whereTheTransportTakesNothingThereIsNoGoodbye() {
        wire.engine.writable(false, wire.now);
        wire.close();

        assertThat(wire.came()).containsExactly("terminated in order");
    }

    @Test
    void closeSessionByHandClosesTheSessionToo() {
        wire.send(new CloseSession());
        wire.send(GET);
        wire.receivesMessage(reply(101, "<ok/>"));
        wire.engine.peerClosed("closed by the peer", null, wire.now);

        assertThat(wire.came())
                .containsExactly(
                        "write "
                                + chunk("<rpc xmlns=\"" + Namespaces.BASE
                                        + "\" message-id=\"101\"><close-session/></rpc>"),
                        "102 failed SESSION_CLOSED NOT_SENT: get on pe1 was not sent: the session is closing",
                        "101 reply " + reply(101, "<ok/>"),
                        "terminated in order");
    }

    @Test
    void whoeverHearsThatARequestWasNotSentMayTryAgain_andIsRefusedAtOnce() {
        Wire small = Wire.open(Wire.small());
        small.send(GET);
        small.send(GET);
        small.send(GET);
        small.send(GET);
        small.came();
        int[] tries = {0};
        small.onEnd = () -> {
            if (tries[0]++ < 10) {
                small.send(GET);
            }
        };
        small.close();

        List<String> came = small.came();
        assertThat(came.get(0)).startsWith("write ");
        assertThat(came.subList(1, came.size()))
                .hasSize(12)
                .allSatisfy(line -> assertThat(line).contains("NOT_SENT").contains("the session is closing"));
    }

    @Test
    void aPeerThatClosesBetweenMessagesLeavesTheFateOpen_R18() {
        wire.send(GET);
        wire.came();
        wire.engine.peerClosed("closed by the peer", null, wire.now + seconds(2));

        String why = "the session with pe1 ended: closed by the peer";
        assertThat(wire.came())
                .containsExactly(
                        "101 failed SESSION_LOST UNKNOWN: get on pe1 has no reply after 2.0 s: " + why,
                        "terminated truncated: " + why);
        assertThat(wire.failure.getCause()).isNull();
    }

    @Test
    void aPeerThatClosesInTheMiddleOfAMessageIsReportedAsThat_R18() {
        for (String begun :
                List.of("\n", "\n#9", "\n#9\n<rpc", chunk(reply(101, "")).replace("\n##\n", ""))) {
            Wire other = Wire.open();
            other.receives(begun);
            other.engine.peerClosed("reset by the peer", new IOException("reset"), other.now);

            assertThat(other.came())
                    .last()
                    .isEqualTo("terminated truncated: the session with pe1 ended: reset by the peer, in the middle of a"
                            + " message");
            assertThat(other.failure).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void spaceBehindTheLastMessageIsNoMessage_Q02() {
        for (String trailing : List.of("", "\n", "\r\n\0")) {
            Wire old = new Wire().start();
            old.receives(Wire.hello("1.0") + reply(7, "") + "]]>]]>" + trailing);
            old.engine.peerClosed("closed by the peer", null, old.now);

            assertThat(old.came())
                    .last()
                    .isEqualTo("terminated truncated: the session with pe1 ended: closed by the peer");
        }
    }

    @Test
    void theDriverMayEndItForItsOwnReason() {
        wire.send(GET);
        wire.came();
        wire.engine.abort(
                new RequestException(
                        RequestException.Reason.SESSION_CLOSED, Fate.NOT_SENT, "keepalive failed", null, null),
                wire.now);

        assertThat(wire.came())
                .containsExactly(
                        "101 failed SESSION_LOST UNKNOWN: get on pe1 has no reply after 0 µs: keepalive failed",
                        "terminated session-closed: keepalive failed");
    }

    @Test
    void whatComesAfterTheEndIsReadOver() {
        wire.engine.abort(null, wire.now);
        wire.came();
        wire.receives("anything ]]>]]> \n#0").waits(100);
        wire.engine.writable(false, wire.now);
        wire.engine.writable(true, wire.now);
        wire.send(GET);

        assertThat(wire.came())
                .containsExactly("101 failed SESSION_CLOSED NOT_SENT: get on pe1 was not sent: the session is closed");
        assertThat(wire.engine.nextWake()).isEqualTo(ClientEngine.NEVER);
    }

    @Test
    void whoeverHearsOfAnythingMayEndTheSession() {
        wire.send(GET);
        wire.stream(GET);
        wire.came();
        wire.onDeviation = () -> wire.engine.abort(null, wire.now);
        wire.receives(chunk(reply(102, "2")) + chunk(reply(101, "1")));

        assertThat(wire.came())
                .containsExactly(
                        "deviation UNORDERED_REPLY message-id 102",
                        "101 failed SESSION_CLOSED UNKNOWN: get on pe1 has no reply after 0 µs: the session was closed",
                        "102 failed SESSION_CLOSED UNKNOWN: get on pe1 has no reply after 0 µs: the session was closed",
                        "terminated in order");
    }

    @Test
    void whoeverHearsOfADeviationMayGiveTheRequestUp() {
        wire.send(GET);
        Call second = wire.send(GET);
        wire.came();
        wire.onDeviation = () -> wire.engine.cancel(second, wire.now);
        wire.receives(chunk(reply(102, "2")) + chunk(reply(101, "1")));

        assertThat(wire.came())
                .containsExactly(
                        "deviation UNORDERED_REPLY message-id 102",
                        "102 failed CANCELLED UNKNOWN: get on pe1 was cancelled by the caller after 0 µs",
                        "101 reply " + reply(101, "1"));
    }

    @Test
    void endingTheSessionFromWithinTheHelloIsTheEndOfIt() {
        Wire other = new Wire().start();
        other.onDeviation = () -> other.engine.abort(null, other.now);
        other.receives(Wire.hello("1.1").replace("<hello ", "<hello x='1' "));
        other.came();
        Wire third = new Wire().start();
        third.onEstablished = () -> third.engine.abort(null, third.now);
        third.receives(Wire.hello("1.1") + chunk(Wire.notification("")));

        assertThat(other.engine.isOpen()).isFalse();
        assertThat(third.came()).endsWith("established 4 CHUNKED", "terminated in order");
    }
}
