package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.simulator.datastore.ManualScheduler;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.fault.ReplyFault.ReplyChange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault of a reply is in the bytes that a client gets; the reply after it is as it should be. */
@Timeout(60)
class ReplyFaultTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String OPEN = "<rpc-reply xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"";
    private static final String REPLY = OPEN + " message-id=\"1\"><ok/></rpc-reply>";
    private static final String NEXT = OPEN + " message-id=\"2\"><ok/></rpc-reply>";
    private static final int LENGTH = REPLY.length();

    private final ManualScheduler time = new ManualScheduler();

    private DeviceSimulator device(ReplyFault... faults) {
        return DeviceSimulator.builder()
                .clearText()
                .scheduler(time)
                .faults(FaultPlan.onConnection(1, faults))
                .start();
    }

    private static String chunk(String text) {
        return "\n#" + text.length() + "\n" + text;
    }

    private static String chunked(String text) {
        return chunk(text) + "\n##\n";
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(new ReplyFault.MessageId("99"), chunked(REPLY.replace("\"1\"", "\"99\""))),
                Arguments.of(new ReplyFault.MessageId(""), chunked(REPLY.replace("message-id=\"1\"", ""))),
                Arguments.of(new ReplyFault.Twice(), chunked(REPLY) + chunked(REPLY)),
                Arguments.of(
                        new ReplyFault.Unsolicited("77"), chunked(REPLY.replace("\"1\"", "\"77\"")) + chunked(REPLY)),
                Arguments.of(new ReplyFault.Instead("<a/><b/>"), chunked(REPLY.replace("<ok/>", "<a/><b/>"))),
                Arguments.of(new ReplyFault.InFront("\0\n\t"), chunked("\0\n\t" + REPLY)),
                Arguments.of(new ReplyFault.BeforeFrame("\n"), "\n" + chunked(REPLY)),
                Arguments.of(new ReplyFault.BehindFrame("\r\n"), chunked(REPLY) + "\r\n"),
                Arguments.of(new ReplyFault.FalseChunkSize(-1), "\n#" + (LENGTH - 1) + "\n" + REPLY + "\n##\n"),
                Arguments.of(new ReplyFault.FalseChunkSize(5), "\n#" + (LENGTH + 5) + "\n" + REPLY + "\n##\n"),
                Arguments.of(new ReplyFault.EndOfMessageFraming(), REPLY + "]]>]]>"),
                Arguments.of(new ReplyFault.WithoutEnd(), chunk(REPLY)),
                Arguments.of(new ReplyFault.EndlessChunkHeader(5000), "\n#" + "1".repeat(5000)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangedReply(ReplyChange change, String bytes) throws IOException {
        try (DeviceSimulator device = device(ReplyFault.on(1, change));
                RawClient client = RawClient.tcp(device).open()) {
            client.ask(1, "<discard-changes/>");
            client.ask(2, "<discard-changes/>");
            String expected = bytes + chunked(NEXT);
            assertThat(client.read(expected.length())).isEqualTo(expected);
        }
    }

    @Test
    void aByteOrderMarkInFront() throws IOException {
        try (DeviceSimulator device = device(ReplyFault.on(1, new ReplyFault.InFront("\u00ef\u00bb\u00bf")));
                RawClient client = RawClient.tcp(device).open()) {
            assertThat(client.call(1, "<discard-changes/>")).isEqualTo("\ufeff" + REPLY);
        }
    }

    @Test
    void chunksOfOneByte() throws IOException {
        try (DeviceSimulator device = device(ReplyFault.every(new ReplyFault.Chunks(1)));
                RawClient client = RawClient.tcp(device).open()) {
            client.ask(1, "<discard-changes/>");
            StringBuilder expected = new StringBuilder();
            REPLY.chars().forEach(c -> expected.append(chunk(Character.toString(c))));
            expected.append("\n##\n");
            assertThat(client.read(expected.length())).isEqualTo(expected.toString());
        }
    }

    @Test
    void aMessageThatDoesNotEnd() throws IOException {
        try (DeviceSimulator device = device(ReplyFault.on(1, new ReplyFault.Endless(1_000_000)));
                RawClient client = RawClient.tcp(device).open(RawClient.HELLO_10)) {
            client.ask(1, "<get/>");
            String endless = client.read(1_000_000);
            assertThat(endless).contains("<data><generated").doesNotContain("</data>");
        }
    }

    @Test
    void repliesThatAreReversed() throws IOException {
        try (DeviceSimulator device = device(new ReplyFault.Held(3, ReplyFault.Order.REVERSED));
                RawClient client = RawClient.tcp(device).open()) {
            for (int id = 1; id <= 3; id++) {
                client.ask(id, "<discard-changes/>");
            }
            for (int id : List.of(3, 2, 1)) {
                assertThat(client.read()).contains("message-id=\"" + id + "\"");
            }
        }
    }

    @Test
    void aReplyThatIsLate() throws Exception {
        try (DeviceSimulator device = device(ReplyFault.on(1, new ReplyFault.Delayed(Duration.ofMinutes(5))));
                RawClient client = RawClient.tcp(device).open()) {
            client.ask(1, "<discard-changes/>");
            client.ask(2, "<discard-changes/>");
            time.awaitPending(1, PATIENCE);
            time.advance(Duration.ofMinutes(5).minusNanos(1));
            Barrier.pass(device);
            assertThat(client.in().available()).isZero();
            time.advance(Duration.ofNanos(1));
            assertThat(client.read()).isEqualTo(REPLY);
            assertThat(client.read()).isEqualTo(NEXT);
        }
    }

    @Test
    void warningsAndNestedErrors() throws IOException {
        try (DeviceSimulator device = device(
                        ReplyFault.on(1, ReplyFault.okWithWarning()),
                        ReplyFault.on(2, ReplyFault.warningThenError()),
                        ReplyFault.on(3, ReplyFault.nestedError()));
                RawClient client = RawClient.tcp(device).open()) {
            assertThat(client.call(1, "<commit/>"))
                    .contains("<error-severity>warning</error-severity>")
                    .endsWith("</rpc-error><ok/></rpc-reply>");
            assertThat(client.call(2, "<commit/>"))
                    .containsSubsequence("<error-severity>warning<", "<error-severity>error<");
            assertThat(client.call(3, "<commit/>")).contains("<load-configuration-results><rpc-error>");
        }
    }

    @Test
    void severalChangesOfOneReply() throws IOException {
        try (DeviceSimulator device = device(
                        ReplyFault.on(1, new ReplyFault.MessageId("5")), ReplyFault.on(1, new ReplyFault.Chunks(50)));
                RawClient client = RawClient.tcp(device).open()) {
            String reply = REPLY.replace("\"1\"", "\"5\"");
            String expected = chunk(reply.substring(0, 50)) + chunk(reply.substring(50)) + "\n##\n";
            client.ask(1, "<discard-changes/>");
            assertThat(client.read(expected.length())).isEqualTo(expected);
        }
    }
}
