package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.simulator.datastore.Datastore;
import dev.parley.simulator.datastore.Feature;
import dev.parley.simulator.datastore.ManualScheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The device over TCP in clear text: framing, session rules and operations, seen from a raw socket. */
class DeviceSimulatorTest {
    private static final String BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private static final String SYSTEM = "<system xmlns=\"urn:example:system\"><name>pe1</name></system>";

    private final ManualScheduler time = new ManualScheduler();
    private final CompletableFuture<DeviceEvent.Ended> ended = new CompletableFuture<>();
    private final DeviceSimulator device = described().start();

    private DeviceSimulator.Builder described() {
        return DeviceSimulator.builder()
                .clearText()
                .running(SYSTEM)
                .scheduler(time)
                .listener(event -> {
                    if (event instanceof DeviceEvent.Ended end) {
                        ended.complete(end);
                    }
                })
                .on("fail", request -> {
                    throw new IllegalStateException("broken");
                });
    }

    @AfterEach
    void close() {
        device.close();
    }

    private static String ok(int id) {
        return "<rpc-reply xmlns=\"" + BASE + "\" message-id=\"" + id + "\"><ok/></rpc-reply>";
    }

    private static String edit(String target, String config) {
        return "<edit-config><target><" + target + "/></target><config>" + config + "</config></edit-config>";
    }

    @Test
    void helloAnnouncesWhatTheDeviceCanDo() throws IOException {
        try (RawClient client = RawClient.tcp(device)) {
            assertThat(client.readHello())
                    .startsWith(
                            "<hello xmlns=\"" + BASE + "\"><capabilities><capability>urn:ietf:params:netconf:base:1.0<")
                    .contains("<capability>urn:ietf:params:netconf:base:1.1</capability>")
                    .contains(Feature.CONFIRMED_COMMIT.urn())
                    .endsWith("<session-id>1</session-id></hello>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"urn:ietf:params:netconf:base:1.0", "urn:ietf:params:netconf:base:1.1"})
    void bothFramingsAreSpoken(String base) throws IOException {
        String hello = base.endsWith("1.0") ? RawClient.HELLO_10 : RawClient.HELLO_11;
        try (RawClient client = RawClient.tcp(device).open(hello)) {
            assertThat(client.call(7, "<get-config><source><running/></source></get-config>"))
                    .isEqualTo("<rpc-reply xmlns=\"" + BASE + "\" message-id=\"7\"><data>" + SYSTEM
                            + "</data></rpc-reply>");
        }
    }

    @Test
    void theRepliesToPipelinedRequestsComeInOrder() throws IOException {
        try (RawClient client = RawClient.tcp(device).open()) {
            for (int id = 1; id <= 200; id++) {
                client.ask(id, "<discard-changes/>");
            }
            for (int id = 1; id <= 200; id++) {
                assertThat(client.read()).isEqualTo(ok(id));
            }
        }
        assertThat(device.requests()).isEqualTo(200);
    }

    @Test
    void theReplyRepeatsPrefixAndAttributesAsTheyWere() throws IOException {
        try (RawClient client = RawClient.tcp(device).open()) {
            client.send("<?xml version='1.0'?>\n<nc:rpc  message-id='a>b' xmlns:nc=\"" + BASE
                    + "\" xmlns:ex=\"urn:ex\" ex:user=\"fred\"><nc:discard-changes/></nc:rpc>");
            assertThat(client.read())
                    .isEqualTo("<nc:rpc-reply  message-id='a>b' xmlns:nc=\"" + BASE
                            + "\" xmlns:ex=\"urn:ex\" ex:user=\"fred\"><nc:ok/></nc:rpc-reply>");
        }
    }

    @Test
    void aConfigurationIsPreparedAndCommitted() throws IOException {
        try (RawClient client = RawClient.tcp(device).open()) {
            assertThat(client.call(1, "<lock><target><candidate/></target></lock>"))
                    .isEqualTo(ok(1));
            String config = "<system xmlns=\"urn:example:system\"><name>pe2</name></system>";
            assertThat(client.call(2, edit("candidate", config))).isEqualTo(ok(2));
            assertThat(client.call(3, "<validate><source><candidate/></source></validate>"))
                    .isEqualTo(ok(3));
            assertThat(client.call(4, "<commit/>")).isEqualTo(ok(4));
            assertThat(client.call(5, "<unlock><target><candidate/></target></unlock>"))
                    .isEqualTo(ok(5));
        }
        assertThat(device.datastores().read(Datastore.RUNNING).toXml()).contains("pe2");
    }

    @Test
    void errorsSayWhatTheStandardSays() throws IOException {
        try (RawClient holder = RawClient.tcp(device).open();
                RawClient client = RawClient.tcp(device).open()) {
            assertThat(holder.call(1, "<lock><target><running/></target></lock>"))
                    .isEqualTo(ok(1));
            assertThat(client.call(1, "<lock><target><running/></target></lock>"))
                    .contains("<error-type>protocol</error-type><error-tag>lock-denied</error-tag>"
                            + "<error-severity>error</error-severity>")
                    .contains("<error-info><session-id xmlns=\"" + BASE + "\">1</session-id></error-info>");
            assertThat(client.call(2, "<explode/>")).contains("operation-not-supported");
            assertThat(client.call(3, "<fail/>")).contains("operation-failed").contains("broken");
            assertThat(client.call(4, "<get-config/>"))
                    .contains("missing-element")
                    .contains(">source<");
            assertThat(client.call(5, "<get><bogus/></get>")).contains("unknown-element");
            assertThat(client.call(6, "<get><filter type=\"xpath\"/></get>")).contains("missing-attribute");
            assertThat(client.call(7, "<get><filter type=\"magic\"/></get>")).contains("bad-attribute");
            assertThat(client.call(8, "<commit><confirmed/><confirm-timeout>0</confirm-timeout></commit>"))
                    .contains("invalid-value");
            assertThat(client.call(
                            9,
                            edit(
                                    "candidate",
                                    "<system xmlns=\"urn:example:system\" xmlns:nc=\"" + BASE
                                            + "\"><name nc:operation=\"create\">x</name></system>")))
                    .contains("data-exists")
                    .contains("<error-path xmlns:n0=\"urn:example:system\">/n0:system/n0:name</error-path>");
        }
    }

    @Test
    void anRpcWithoutMessageIdIsToldSo() throws IOException {
        try (RawClient client = RawClient.tcp(device).open()) {
            client.send("<rpc xmlns=\"" + BASE + "\"><get/></rpc>");
            assertThat(client.read())
                    .startsWith("<rpc-reply xmlns=\"" + BASE + "\"><rpc-error><error-type>rpc</error-type>"
                            + "<error-tag>missing-attribute</error-tag>");
        }
    }

    @Test
    void whatCannotBeReadEndsTheSession() throws IOException {
        try (RawClient client = RawClient.tcp(device).open()) {
            client.send("<rpc message-id=\"1\"><get></rpc>");
            assertThat(client.read()).contains("malformed-message");
            assertThat(client.in().read()).isEqualTo(-1);
        }
        try (RawClient client = RawClient.tcp(device).open()) {
            client.sendBytes("\n#x\n");
            assertThat(client.in().read()).isEqualTo(-1);
        }
        try (RawClient client = RawClient.tcp(device).open(RawClient.HELLO_10)) {
            client.send("<!DOCTYPE rpc><rpc/>");
            assertThat(client.in().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"1\"><get/></rpc>",
                "<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities/></hello>",
                "<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities><capability>"
                        + "urn:ietf:params:netconf:base:1.1</capability></capabilities><session-id>4</session-id></hello>"
            })
    void aHelloThatIsNoneEndsTheConnection(String hello) throws IOException {
        try (RawClient client = RawClient.tcp(device)) {
            client.readHello();
            client.sendBytes(hello + "]]>]]>");
            assertThat(client.in().read()).isEqualTo(-1);
        }
    }

    @Test
    void closeSessionIsAnsweredAndThenTheConnectionEnds() throws Exception {
        try (RawClient client = RawClient.tcp(device).open()) {
            client.ask(1, "<close-session/>");
            client.ask(2, "<get/>");
            assertThat(client.read()).isEqualTo(ok(1));
            assertThat(client.in().read()).isEqualTo(-1);
        }
        assertThat(ended.get().reason()).isEqualTo("close-session");
        assertThat(device.sessions()).isEmpty();
    }

    @Test
    void killSessionEndsAnotherSessionAndFreesItsLocks() throws IOException {
        try (RawClient victim = RawClient.tcp(device).open();
                RawClient client = RawClient.tcp(device).open()) {
            assertThat(victim.call(1, "<lock><target><running/></target></lock>"))
                    .isEqualTo(ok(1));
            assertThat(client.call(1, "<kill-session><session-id>2</session-id></kill-session>"))
                    .contains("invalid-value");
            assertThat(client.call(2, "<kill-session><session-id>99</session-id></kill-session>"))
                    .contains("invalid-value");
            assertThat(client.call(3, "<kill-session><session-id>1</session-id></kill-session>"))
                    .isEqualTo(ok(3));
            assertThat(client.call(4, "<lock><target><running/></target></lock>"))
                    .isEqualTo(ok(4));
            assertThat(victim.in().read()).isEqualTo(-1);
        }
    }

    @Test
    void theEndOfASessionUndoesItsConfirmedCommit() throws Exception {
        try (RawClient client = RawClient.tcp(device).open()) {
            client.call(1, edit("candidate", "<extra xmlns=\"urn:example:extra\"/>"));
            assertThat(client.call(2, "<commit><confirmed/></commit>")).isEqualTo(ok(2));
            assertThat(device.datastores().read(Datastore.RUNNING).toXml()).contains("extra");
        }
        ended.get();
        assertThat(device.datastores().read(Datastore.RUNNING).toXml()).isEqualTo(SYSTEM);
    }

    @Test
    void aPersistentConfirmedCommitEndsWithItsTime() throws Exception {
        try (RawClient client = RawClient.tcp(device).open()) {
            client.call(1, edit("candidate", "<extra xmlns=\"urn:example:extra\"/>"));
            client.call(2, "<commit><confirmed/><confirm-timeout>60</confirm-timeout><persist>p</persist></commit>");
        }
        ended.get();
        assertThat(device.datastores().isCommitPending()).isTrue();
        time.advance(Duration.ofMinutes(1));
        assertThat(device.datastores().read(Datastore.RUNNING).toXml()).isEqualTo(SYSTEM);
    }

    @Test
    void getTellsOfTheSessionsBesideTheConfiguration() throws IOException {
        try (RawClient client = RawClient.tcp(device).open()) {
            assertThat(client.call(1, "<get/>"))
                    .contains(SYSTEM)
                    .contains("<netconf-state xmlns=\"urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring\">")
                    .contains("<session-id>1</session-id><transport>netconf-tcp</transport>");
            assertThat(client.call(
                            2, "<get><filter><system xmlns=\"urn:example:system\"><name/></system></filter></get>"))
                    .isEqualTo("<rpc-reply xmlns=\"" + BASE + "\" message-id=\"2\"><data>" + SYSTEM
                            + "</data></rpc-reply>");
            assertThat(client.call(
                            3,
                            "<get><filter xmlns:s=\"urn:example:system\" type=\"xpath\" select=\"//s:name\"/></get>"))
                    .contains("<data>" + SYSTEM + "</data>");
        }
    }

    @Test
    void aSubscriberIsToldOfEvents() throws IOException {
        try (RawClient client = RawClient.tcp(device).open()) {
            client.call(1, "<create-subscription xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"/>");
            device.publish("<link-down xmlns=\"urn:example:event\"/>");
            assertThat(client.read())
                    .startsWith("<notification xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"><eventTime>")
                    .endsWith("</eventTime><link-down xmlns=\"urn:example:event\"/></notification>");
        }
    }

    @Test
    void anAnswerThatComesLaterKeepsTheNextRequestWaiting() throws Exception {
        CompletableFuture<Answer> later = new CompletableFuture<>();
        CompletableFuture<Request> asked = new CompletableFuture<>();
        try (DeviceSimulator slow = described()
                        .on("ponder", request -> {
                            asked.complete(request);
                            return Answer.later(later);
                        })
                        .start();
                RawClient client = RawClient.tcp(slow).open()) {
            client.ask(1, "<ponder/>");
            client.ask(2, "<discard-changes/>");
            assertThat(asked.get().messageId()).isEqualTo("1");
            later.complete(Answer.content("<answer xmlns=\"urn:example\">42</answer>"));
            assertThat(client.read()).contains("message-id=\"1\"").contains(">42<");
            assertThat(client.read()).isEqualTo(ok(2));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 65_536, 65_900, 1_000_003})
    void aGeneratedReplyHasItsLength(long bytes) throws IOException {
        try (DeviceSimulator big = described()
                        .on("get", request -> Answer.generated(bytes))
                        .start();
                RawClient chunked = RawClient.tcp(big).open();
                RawClient marked = RawClient.tcp(big).open(RawClient.HELLO_10)) {
            String reply = chunked.call(1, "<get/>");
            assertThat(reply).hasSize((int) bytes).endsWith("</generated></data></rpc-reply>");
            assertThat(dev.parley.simulator.datastore.DataTree.parse(reply).nodes())
                    .hasSize(1);
            assertThat(marked.call(1, "<get/>")).isEqualTo(reply);
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        assertThatThrownBy(() -> described().port(device.port()).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:" + device.port());
        assertThatThrownBy(() -> DeviceSimulator.builder().start()).hasMessageContaining("clearText");
    }
}
