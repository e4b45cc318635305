package dev.parley.engine;

import static dev.parley.engine.Wire.chunk;
import static dev.parley.engine.Wire.notification;
import static dev.parley.engine.Wire.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.message.Namespaces;
import dev.parley.operation.Get;
import dev.parley.operation.Operation;
import dev.parley.operation.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and their replies, as transcripts (RFC 6241 section 4). */
class RequestsTest {
    private static final Operation<?> GET = Get.all();

    private final Wire wire = Wire.open();

    private static String rpc(long id) {
        return "<rpc xmlns=\"" + Namespaces.BASE + "\" message-id=\"" + id + "\"><get/></rpc>";
    }

    @Test
    void eachRequestGetsItsReply_R05_R07() {
        wire.send(GET);
        wire.receivesMessage(reply(101, "<data/>"));

        assertThat(wire.came()).containsExactly("write " + chunk(rpc(101)), "101 reply " + reply(101, "<data/>"));
    }

    @Test
    void requestsMayBePipelined_R08() {
        wire.send(GET);
        wire.send(GET);
        wire.send(GET);
        wire.receives(chunk(reply(101, "1")) + chunk(reply(102, "2")) + chunk(reply(103, "3")));

        assertThat(wire.came())
                .containsExactly(
                        "write " + chunk(rpc(101)),
                        "write " + chunk(rpc(102)),
                        "write " + chunk(rpc(103)),
                        "101 reply " + reply(101, "1"),
                        "102 reply " + reply(102, "2"),
                        "103 reply " + reply(103, "3"));
    }

    @Test
    void repliesInAnotherOrderAreMatchedByTheirIdAndTold_R07_R08() {
        wire.send(GET);
        wire.send(GET);
        wire.came();
        wire.receives(chunk(reply(102, "2")) + chunk(reply(101, "1")));

        assertThat(wire.came())
                .containsExactly(
                        "deviation UNORDERED_REPLY message-id 102",
                        "102 reply " + reply(102, "2"),
                        "101 reply " + reply(101, "1"));
    }

    @Test
    void aReplyWithoutIdBelongsToTheOnlyRequest_R07_Q11() {
        wire.send(GET);
        wire.came();
        String bare = reply(1, "<ok/>").replace(" message-id=\"1\"", "");
        wire.receivesMessage(bare);

        assertThat(wire.came())
                .containsExactly("deviation REPLY_WITHOUT_ID taken as the reply to get", "101 reply " + bare);
    }

    @Test
    void aReplyWithoutIdToOneOfSeveralRequestsEndsTheSession_R07() {
        wire.send(GET);
        wire.send(GET);
        wire.came();
        wire.receivesMessage(reply(1, "<ok/>").replace(" message-id=\"1\"", ""));

        String why = "pe1 sent a reply without message-id while 2 requests were unanswered: it cannot be told which it"
                + " answers";
        assertThat(wire.came())
                .containsExactly(
                        "101 failed SESSION_LOST UNKNOWN: get on pe1 has no reply after 0 µs: " + why,
                        "102 failed SESSION_LOST UNKNOWN: get on pe1 has no reply after 0 µs: " + why,
                        "terminated unmatched-reply: " + why);
    }

    @Test
    void aReplyWithoutIdWhileOneWasGivenUpIsNotGuessedAt_R07() {
        Call first = wire.send(GET);
        wire.send(GET);
        wire.engine.cancel(first, wire.now);
        wire.receivesMessage(reply(1, "<ok/>").replace(" message-id=\"1\"", ""));

        assertThat(wire.came()).last().asString().startsWith("terminated unmatched-reply");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"102", "0", "1010", "0101", "+101", "-101", "101 ", "", "x", "18446744073709551717", "٠١٠١"})
    void aReplyToNoRequestIsToldAndDropped_R07(String id) {
        wire.send(GET);
        wire.came();
        wire.receivesMessage(reply(101, "<ok/>").replace("\"101\"", "\"" + id + "\""));
        wire.receivesMessage(reply(101, "<ok/>"));

        assertThat(wire.came())
                .containsExactly(
                        "deviation UNKNOWN_REPLY message-id \"" + id + "\"", "101 reply " + reply(101, "<ok/>"));
    }

    @Test
    void aSecondReplyToTheSameRequestIsDropped() {
        wire.send(GET);
        wire.receives(chunk(reply(101, "<ok/>")) + chunk(reply(101, "<ok/>")));

        assertThat(wire.came()).last().isEqualTo("deviation UNKNOWN_REPLY message-id \"101\"");
    }

    @Test
    void aLongIdIsShownInPart() {
        wire.receivesMessage(reply(1, "").replace("\"1\"", "\"" + "9".repeat(5_000) + "\""));

        assertThat(wire.came()).containsExactly("deviation UNKNOWN_REPLY message-id \"" + "9".repeat(60) + "…\"");
    }

    @Test
    void notificationsComeBetween_N03() {
        wire.receivesMessage(notification("<a/>"));
        wire.send(GET);
        wire.receives(chunk(notification("<b/>")) + chunk(reply(101, "<ok/>")) + chunk(notification("<c/>")));

        assertThat(wire.came())
                .containsExactly(
                        "notification " + notification("<a/>"),
                        "write " + chunk(rpc(101)),
                        "notification " + notification("<b/>"),
                        "101 reply " + reply(101, "<ok/>"),
                        "notification " + notification("<c/>"));
    }

    @ParameterizedTest
    @CsvSource({
        "<rpc xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'/>, <rpc>, the peer behaves like a client",
        "<hello xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'/>, <hello>,",
        "<rpc-reply xmlns='urn:other'/>, <rpc-reply>,",
        "<notification xmlns='urn:other'/>, <notification>,",
        "<anything/>, <anything>,",
    })
    void anyOtherMessageEndsTheSession(String message, String name, String advice) {
        wire.receivesMessage(message);

        assertThat(wire.came())
                .singleElement()
                .asString()
                .startsWith("terminated unexpected-message: pe1 sent " + name);
        assertThat(wire.failure.advice().orElse("")).startsWith(advice == null ? "" : advice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n#0\n", "x", "\n#5\nab]]>]]>", "\n##\n", "\n#4\ntext\n##\n", "\n#1\n<\n##\n"})
    void brokenFramingOrXmlEndsTheSession_F04(String bytes) {
        wire.send(GET);
        wire.came();
        wire.receives(bytes);

        assertThat(wire.came())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).containsAnyOf("SESSION_LOST UNKNOWN", "terminated"));
    }

    @Test
    void requestsAboveTheLimitWaitForTheirTurn() {
        Wire small = Wire.open(Wire.small());
        for (int i = 0; i < 5; i++) {
            small.send(GET);
        }
        small.receivesMessage(reply(102, ""));

        assertThat(small.came())
                .containsExactly(
                        "write " + chunk(rpc(101)),
                        "write " + chunk(rpc(102)),
                        "105 failed QUEUE_FULL NOT_SENT: get on pe1 was not sent: 2 requests are unanswered and 2 wait",
                        "deviation UNORDERED_REPLY message-id 102",
                        "102 reply " + reply(102, ""),
                        "write " + chunk(rpc(103)));
    }

    @Test
    void nothingIsSentWhileTheTransportTakesNothing_andThenInOrder() {
        wire.engine.writable(false, wire.now);
        wire.send(GET);
        wire.send(GET);
        assertThat(wire.came()).isEmpty();
        wire.engine.writable(true, wire.now);
        wire.send(GET);

        assertThat(wire.came())
                .containsExactly("write " + chunk(rpc(101)), "write " + chunk(rpc(102)), "write " + chunk(rpc(103)));
    }

    @Test
    void aCallThatWaitsIsNotOvertaken() {
        Wire small = Wire.open(Wire.small());
        small.send(GET);
        small.send(GET);
        small.send(GET);
        small.onEnd = () -> {
            small.onEnd = () -> {};
            small.send(GET);
        };
        small.receivesMessage(reply(101, ""));

        assertThat(small.came())
                .containsSubsequence("101 reply " + reply(101, ""), "write " + chunk(rpc(103)))
                .doesNotContain("write " + chunk(rpc(104)));
    }

    @Test
    void attributesOfTheRequestGoIntoTheRpc_R06() {
        Request<?> request = Request.of(Get.all())
                .attribute("http://example.net/content/1.0", "ex", "user-id", "fred \"&\n")
                .attribute("http://example.net/content/1.0", "ex", "role", "x")
                .attribute("urn:w3c", "w3", "trace", "1");
        Call call = Call.of(7, request, true, wire.now, wire.now + 1, wire.new Whole());
        wire.engine.send(call, wire.now);

        assertThat(wire.came())
                .containsExactly("write "
                        + chunk("<?xml version=\"1.0\" encoding=\"UTF-8\"?><rpc xmlns=\"" + Namespaces.BASE
                                + "\" message-id=\"7\" xmlns:ex=\"http://example.net/content/1.0\""
                                + " ex:user-id=\"fred &quot;&amp;&#10;\" ex:role=\"x\" xmlns:w3=\"urn:w3c\" w3:trace=\"1\">"
                                + "<get/></rpc>"));
    }

    @Test
    void aReplyIsHandedOnAsItArrives_whenItsSinkWantsThat() {
        wire.stream(GET);
        wire.came();
        String message = reply(101, "<data>x</data>");
        int cut = message.indexOf("x</data>");
        wire.receives("\n#" + cut + "\n" + message.substring(0, cut));
        assertThat(wire.came()).containsExactly("101 part " + message.substring(0, cut));
        wire.receives("\n#" + (message.length() - cut) + "\n" + message.substring(cut));
        assertThat(wire.came()).containsExactly("101 part " + message.substring(cut));
        wire.receives("\n##\n");
        assertThat(wire.came()).containsExactly("101 end");
    }

    @Test
    void aMessageInMemoryHasALimit_F10() {
        Wire small = Wire.open(Wire.small());
        small.send(GET);
        small.receives("\n#2000\n" + reply(101, "").replace("</rpc-reply>", ""));
        small.came();
        small.receives("x".repeat(1_000));

        String why = "a <rpc-reply> of more than 1000 bytes from pe1";
        assertThat(small.came())
                .containsExactly(
                        "101 failed SESSION_LOST UNKNOWN: get on pe1 has no reply after 0 µs: " + why,
                        "terminated limit-exceeded: " + why);
    }

    @Test
    void theLimitsAreExact_F10() {
        String atTheLimit = notification("x".repeat(1_000 - notification("").length()));
        Wire small = Wire.open(Wire.small());
        small.receivesMessage(atTheLimit);
        assertThat(small.came()).containsExactly("notification " + atTheLimit);
        small.receivesMessage(atTheLimit.replace("xx", "xxx"));
        assertThat(small.came())
                .containsExactly("terminated limit-exceeded: a <notification> of more than 1000 bytes from pe1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 5_000, 10_000})
    void aStreamedReplyHasALimitOfItsOwn_F10(int piece) {
        Wire small = Wire.open(Wire.small());
        small.stream(GET);
        String atTheLimit = reply(101, "x".repeat(5_000 - reply(101, "").length()));
        for (String part : chunk(atTheLimit).split("(?<=\\G.{" + piece + "})")) {
            small.receives(part);
        }
        assertThat(small.came()).last().isEqualTo("101 end");

        small.stream(GET);
        small.receives(chunk(reply(102, "x".repeat(5_000))));
        assertThat(small.came())
                .last()
                .isEqualTo("terminated limit-exceeded: a <rpc-reply> of more than 5000 bytes from pe1");
    }

    @Test
    void aReplyThatNobodyWantsHasThatLimitToo() {
        Wire small = Wire.open(Wire.small());
        small.receives(chunk(reply(7, "x".repeat(6_000))));

        assertThat(small.came())
                .containsExactly(
                        "deviation UNKNOWN_REPLY message-id \"7\"",
                        "terminated limit-exceeded: a <rpc-reply> of more than 5000 bytes from pe1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNORDERED_REPLY", "UNKNOWN_REPLY", "REPLY_WITHOUT_ID", "NUL_BYTES"})
    void inStrictModeADeviationEndsTheSession(String deviation) {
        Wire strict = Wire.open(Wire.strict());
        strict.send(GET);
        switch (deviation) {
            case "UNORDERED_REPLY" -> {
                strict.send(GET);
                strict.receivesMessage(reply(102, ""));
            }
            case "UNKNOWN_REPLY" -> strict.receivesMessage(reply(7, ""));
            case "REPLY_WITHOUT_ID" -> strict.receivesMessage("<rpc-reply xmlns='" + Namespaces.BASE + "'/>");
            default -> strict.receivesMessage("\0" + reply(101, ""));
        }

        List<String> came = strict.came();
        assertThat(came).anySatisfy(line -> assertThat(line).startsWith("deviation " + deviation));
        assertThat(came).last().asString().startsWith("terminated deviation: ").contains("strict mode");
    }

    @Test
    void theNumberOfBytesTakenInIsAllThatCame() {
        wire.receives("\n#3\nabc garbage and more");

        assertThat(wire.engine.consumed()).isEqualTo(Wire.hello("1.1").length() + 24L);
        wire.receives("after the end");
        assertThat(wire.engine.consumed()).isEqualTo(Wire.hello("1.1").length() + 37L);
    }
}
