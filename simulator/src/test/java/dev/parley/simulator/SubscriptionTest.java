package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.simulator.datastore.DataTree;
import dev.parley.simulator.datastore.Datastore;
import dev.parley.simulator.datastore.ManualScheduler;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.NotificationFault;
import dev.parley.simulator.notification.EventStream;
import dev.parley.simulator.notification.Flood;
import dev.parley.simulator.notification.NotificationSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams, subscriptions, replay and their faults, seen from a raw socket (RFC 5277, RFC 6470; N-01 to N-07). */
@Timeout(60)
class SubscriptionTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final String NS = "urn:ietf:params:xml:ns:netconf:notification:1.0";
    private static final String MARKS = "urn:ietf:params:xml:ns:netmod:notification";
    private static final String OK = "<ok/>";

    private final ManualScheduler time = new ManualScheduler();
    private volatile Instant now = NOON;

    private DeviceSimulator.Builder described(NotificationSettings settings, Fault... faults) {
        InstantSource clock = () -> now;
        return DeviceSimulator.builder()
                .clearText()
                .scheduler(time)
                .clock(clock)
                .notifications(settings)
                .faults(FaultPlan.onConnection(1, faults));
    }

    private DeviceSimulator start(Fault... faults) {
        return described(NotificationSettings.usual(), faults).start();
    }

    private static String create(String parameters) {
        return "<create-subscription xmlns=\"" + NS + "\">" + parameters + "</create-subscription>";
    }

    private static String event(int number) {
        return "<event xmlns=\"urn:example:event\"><number>" + number + "</number></event>";
    }

    private static String notification(String time, String event) {
        return "<notification xmlns=\"" + NS + "\"><eventTime>" + time + "</eventTime>" + event + "</notification>";
    }

    private static String mark(String time, String name) {
        return notification(time, "<" + name + " xmlns=\"" + MARKS + "\"/>");
    }

    @Test
    void whoSubscribesIsTold() throws IOException {
        try (DeviceSimulator device = start();
                RawClient client = RawClient.tcp(device).open();
                RawClient other = RawClient.tcp(device).open()) {
            device.publish(event(1));
            assertThat(client.call(1, create(""))).contains(OK);
            device.publish(event(2));
            device.emit("NETCONF", Instant.parse("2026-11-20T11:59:00.5Z"), event(3));
            assertThat(client.read()).isEqualTo(notification("2026-11-20T12:00:00Z", event(2)));
            assertThat(client.read()).isEqualTo(notification("2026-11-20T11:59:00.500Z", event(3)));
            assertThat(client.call(2, "<discard-changes/>")).contains(OK);
            assertThat(other.call(1, "<discard-changes/>")).contains(OK);
            assertThat(client.call(3, create(""))).contains("operation-failed").contains("subscribed already");
            assertThat(device.sessions()).anyMatch(session -> session.notifications() == 2);
            assertThatThrownBy(() -> device.emit("none", event(4))).hasMessageContaining("none");
        }
    }

    @Test
    void streamsAreListedAndHaveTheirOwnEvents() throws IOException {
        NotificationSettings settings =
                NotificationSettings.usual().stream(EventStream.named("syslog")
                                .description("what the log says")
                                .remembering(2))
                        .stream(EventStream.named("fast").withoutReplay());
        try (DeviceSimulator device = described(settings).start();
                RawClient client = RawClient.tcp(device).open()) {
            for (int number = 1; number <= 3; number++) {
                device.emit("syslog", event(number));
            }
            String filter = "<filter><netconf xmlns=\"" + MARKS + "\"><streams/></netconf></filter>";
            assertThat(client.call(1, "<get>" + filter + "</get>"))
                    .contains("<netconf xmlns=\"" + MARKS + "\"><streams><stream><name>NETCONF</name>")
                    .contains("<stream><name>syslog</name><description>what the log says</description>"
                            + "<replaySupport>true</replaySupport>"
                            + "<replayLogCreationTime>2026-11-20T12:00:00Z</replayLogCreationTime>"
                            + "<replayLogAgedTime>2026-11-20T12:00:00Z</replayLogAgedTime></stream>")
                    .contains("<name>fast</name><description>events of fast</description>"
                            + "<replaySupport>false</replaySupport></stream>");
            assertThat(client.call(2, create("<stream>fast</stream>"))).contains(OK);
            device.emit("syslog", event(4));
            device.emit("fast", event(5));
            assertThat(client.read()).contains(event(5));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "<stopTime>2026-11-20T12:00:00Z</stopTime>, missing-element, startTime",
        "<startTime>2026-11-20T11:00:00Z</startTime><stopTime>2026-11-20T10:00:00Z</stopTime>, bad-element, stopTime",
        "<startTime>2026-11-20T13:00:00Z</startTime>, bad-element, startTime",
        "<startTime>yesterday</startTime>, bad-element, startTime",
        "<stream>none</stream>, invalid-value, stream",
        "<stream>fast</stream><startTime>2026-11-20T11:00:00Z</startTime>, operation-failed, ''",
        "<since/>, unknown-element, since",
        "<filter type='magic'/>, bad-attribute, filter",
        "<filter type='xpath' select='['/>, invalid-value, ''"
    })
    void impossibleSubscriptionsAreRefused(String parameters, String tag, String element) throws IOException {
        NotificationSettings settings =
                NotificationSettings.usual().stream(EventStream.named("fast").withoutReplay());
        try (DeviceSimulator device = described(settings).start();
                RawClient client = RawClient.tcp(device).open()) {
            String reply = client.call(1, create(parameters));
            assertThat(reply).contains("<error-tag>" + tag + "</error-tag>");
            if (!element.isEmpty()) {
                assertThat(reply).contains(">" + element + "</bad-element>");
            }
            assertThat(client.call(2, create(""))).contains(OK);
        }
    }

    @Test
    void thePastIsReplayedBeforeThePresent() throws IOException {
        NotificationSettings settings =
                NotificationSettings.usual().stream(EventStream.named("NETCONF").remembering(3));
        try (DeviceSimulator device = described(settings).start();
                RawClient client = RawClient.tcp(device).open()) {
            for (int number = 1; number <= 5; number++) {
                device.emit("NETCONF", NOON.minusSeconds(100L - number), event(number));
            }
            client.ask(1, create("<startTime>2026-11-20T13:58:24.000+02:00</startTime>"));
            assertThat(client.read()).contains(OK);
            assertThat(client.read()).isEqualTo(notification("2026-11-20T11:58:24Z", event(4)));
            assertThat(client.read()).isEqualTo(notification("2026-11-20T11:58:25Z", event(5)));
            assertThat(client.read()).isEqualTo(mark("2026-11-20T12:00:00Z", "replayComplete"));
            device.publish(event(6));
            assertThat(client.read()).contains(event(6));
        }
    }

    @Test
    void aStopInThePastEndsTheReplayAndTheSubscription() throws IOException {
        try (DeviceSimulator device = start();
                RawClient client = RawClient.tcp(device).open()) {
            device.emit("NETCONF", NOON.minusSeconds(60), event(1));
            device.emit("NETCONF", NOON.minusSeconds(10), event(2));
            String times = "<startTime>2026-11-20T11:00:00Z</startTime><stopTime>2026-11-20T11:59:30Z</stopTime>";
            assertThat(client.call(1, create(times))).contains(OK);
            assertThat(client.read()).contains(event(1));
            assertThat(client.read()).isEqualTo(mark("2026-11-20T12:00:00Z", "replayComplete"));
            assertThat(client.read()).isEqualTo(mark("2026-11-20T12:00:00Z", "notificationComplete"));
            assertThat(client.call(2, create(times))).contains(OK);
        }
    }

    @Test
    void aStopInTheFutureEndsTheSubscriptionThen() throws Exception {
        try (DeviceSimulator device = start();
                RawClient client = RawClient.tcp(device).open()) {
            String times = "<startTime>2026-11-20T12:00:00Z</startTime><stopTime>2026-11-20T12:01:00Z</stopTime>";
            assertThat(client.call(1, create(times))).contains(OK);
            assertThat(client.read()).contains("replayComplete");
            device.publish(event(1));
            assertThat(client.read()).contains(event(1));
            now = NOON.plusSeconds(60);
            time.advance(Duration.ofMinutes(1));
            assertThat(client.read()).isEqualTo(mark("2026-11-20T12:01:00Z", "notificationComplete"));
            device.publish(event(2));
            assertThat(client.call(2, "<discard-changes/>"))
                    .as("nothing in between")
                    .contains(OK);
            assertThat(client.call(3, create(""))).contains(OK);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "<filter><event xmlns='urn:example:event'><number>2</number></event></filter>",
        "<filter type='xpath' xmlns:e='urn:example:event' select=\"/e:event[e:number='2']\"/>"
    })
    void aFilterChoosesWholeNotifications(String filter) throws IOException {
        try (DeviceSimulator device = start();
                RawClient client = RawClient.tcp(device).open()) {
            device.publish(event(1));
            device.publish(event(2));
            assertThat(client.call(1, create(filter + "<startTime>2026-11-20T11:00:00Z</startTime>")))
                    .contains(OK);
            assertThat(client.read()).contains(event(2));
            assertThat(client.read()).contains("replayComplete");
            device.publish(event(3));
            device.publish("<other xmlns=\"urn:example:event\"/>");
            device.publish(event(2));
            assertThat(client.read()).contains(event(2));
        }
    }

    @Test
    void withoutInterleaveOnlyTheEndIsServed() throws IOException {
        try (DeviceSimulator device = described(NotificationSettings.usual().withoutInterleave())
                        .start();
                RawClient client = RawClient.tcp(device)) {
            assertThat(client.readHello())
                    .contains("capability:notification:1.0")
                    .doesNotContain("capability:interleave:1.0");
            client.sendBytes(RawClient.HELLO_10 + "]]>]]>");
            assertThat(client.call(1, "<discard-changes/>")).contains(OK);
            assertThat(client.call(2, create(""))).contains(OK);
            assertThat(client.call(3, "<discard-changes/>")).contains("operation-failed");
            assertThat(client.call(4, "<close-session/>")).contains(OK);
        }
    }

    @Test
    void aDeviceWithoutNotificationsRefuses() throws IOException {
        try (DeviceSimulator device = DeviceSimulator.builder()
                        .clearText()
                        .withoutNotifications()
                        .start();
                RawClient client = RawClient.tcp(device).open()) {
            assertThat(client.call(1, create(""))).contains("operation-not-supported");
            assertThat(client.call(2, "<get/>")).doesNotContain("<streams>");
            assertThatThrownBy(() -> device.publish(event(1))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theDeviceTellsOfItself() throws Exception {
        try (DeviceSimulator device = described(NotificationSettings.usual().withServerEvents())
                        .start();
                RawClient client = RawClient.tcp(device).open()) {
            assertThat(client.call(1, create("<startTime>2026-11-20T11:00:00Z</startTime>")))
                    .contains(OK);
            assertThat(client.read()).contains("<netconf-session-start").contains("<session-id>1</session-id>");
            assertThat(client.read()).contains("replayComplete");
            try (RawClient other = RawClient.tcp(device).open()) {
                assertThat(client.read())
                        .contains("<netconf-session-start xmlns=\"urn:ietf:params:xml:ns:yang:"
                                + "ietf-netconf-notifications\"><username></username><session-id>2</session-id>"
                                + "<source-host>127.0.0.1</source-host>");
                String edit = "<edit-config><target><candidate/></target><config><a xmlns=\"urn:a\">1</a></config>"
                        + "</edit-config>";
                assertThat(other.call(1, edit)).contains(OK);
                String commit =
                        "<commit><confirmed/><confirm-timeout>60</confirm-timeout><persist>p</persist></commit>";
                assertThat(other.call(2, commit)).contains(OK);
                assertThat(client.read())
                        .contains("<netconf-config-change")
                        .contains("<session-id>2</session-id>")
                        .contains("<datastore>running</datastore><edit><target xmlns:n0=\"urn:a\">/n0:a</target>"
                                + "<operation>create</operation></edit>");
                assertThat(client.read())
                        .contains("<netconf-confirmed-commit")
                        .contains("<confirm-event>start</confirm-event><timeout>60</timeout>");
            }
            assertThat(client.read()).contains("<termination-reason>dropped</termination-reason>");
            time.advance(Duration.ofMinutes(1));
            assertThat(client.read())
                    .contains("<changed-by><server/></changed-by>")
                    .contains("<operation>delete</operation>");
            assertThat(client.read()).contains("<confirm-event>timeout</confirm-event>");
            try (RawClient victim = RawClient.tcp(device).open()) {
                assertThat(client.read()).contains("<session-id>3</session-id>");
                client.ask(2, "<kill-session><session-id>3</session-id></kill-session>");
                assertThat(List.of(client.read(), client.read()))
                        .anyMatch(each -> each.contains("<session-id>3</session-id>")
                                && each.contains(
                                        "<killed-by>1</killed-by>" + "<termination-reason>killed</termination-reason>"))
                        .anyMatch(each -> each.contains(OK));
                assertThat(victim.in().read()).isEqualTo(-1);
            }
            device.tellOfCapabilities(List.of("urn:new"), List.of("urn:old"));
            assertThat(client.read())
                    .contains("<netconf-capability-change")
                    .contains("<added-capability>urn:new</added-capability>"
                            + "<deleted-capability>urn:old</deleted-capability>");
            device.datastores().overwrite(Datastore.RUNNING, DataTree.parse("<b xmlns=\"urn:b\"/>"));
            assertThat(client.read())
                    .contains("<changed-by><server/></changed-by>")
                    .contains("/n0:b");
        }
    }

    @Test
    void aFloodComesAsFastAsItIsTakenAndRepliesComeInBetween() throws Exception {
        int events = 20_000;
        try (DeviceSimulator device = start();
                RawClient client = RawClient.tcp(device).open()) {
            assertThat(client.call(1, create(""))).contains(OK);
            // far more than the buffers on the way take
            Flooding flooding = device.flood(Flood.of(events).payload(4_000));
            assertThat(client.read()).contains("<number>1</number>");
            client.ask(2, "<discard-changes/>");
            int replyAfter = 0;
            for (int number = 2; number <= events; number++) {
                String message = client.read();
                if (message.contains(OK)) {
                    replyAfter = number;
                    message = client.read();
                }
                assertThat(message).contains("<number>" + number + "</number>");
            }
            assertThat(replyAfter).as("the reply did not wait for the end").isBetween(2, events - 1);
            flooding.done().get(20, TimeUnit.SECONDS);
            assertThat(flooding.events()).isEqualTo(events);
        }
    }

    @Test
    void aSteadyFloodKeepsItsPaceAndLosesWhatNobodyTakes() throws Exception {
        NotificationSettings settings = NotificationSettings.usual().queue(10);
        try (DeviceSimulator device = described(settings).start();
                RawClient client = RawClient.tcp(device).open()) {
            assertThat(client.call(1, create(""))).contains(OK);
            Flooding flooding = device.flood(Flood.of(2000).perSecond(1000).payload(10_000));
            now = NOON.plusSeconds(1);
            time.advance(Duration.ofMillis(10));
            assertThat(flooding.events()).isEqualTo(1000);
            now = NOON.plusSeconds(5);
            time.advance(Duration.ofMillis(10));
            flooding.done().get(20, TimeUnit.SECONDS);
            assertThat(flooding.events()).isEqualTo(2000);
            client.ask(2, "<close-session/>");
            int taken = 0;
            String message = client.read();
            while (!message.contains(OK)) {
                taken++;
                message = client.read();
            }
            assertThat(device.lostNotifications())
                    .as("all but those taken and those that waited when the session ended")
                    .isPositive()
                    .isBetween(2000L - taken - 10, 2000L - taken);
        }
    }

    @Test
    void aNotificationComesBeforeTheReply() throws IOException {
        try (DeviceSimulator device = start(
                        new NotificationFault.BeforeReply(1, event(1)),
                        new NotificationFault.BeforeReply(2, event(2)));
                RawClient client = RawClient.tcp(device).open()) {
            client.ask(1, create(""));
            assertThat(client.read()).contains(event(1));
            assertThat(client.read()).contains(OK);
            client.ask(2, "<discard-changes/>");
            assertThat(client.read()).contains(event(2));
            assertThat(client.read()).contains("message-id=\"2\"").contains(OK);
        }
    }

    @Test
    void aNotificationComesAfterTheLast() throws IOException {
        try (DeviceSimulator device = start(new NotificationFault.AfterComplete(event(9)));
                RawClient client = RawClient.tcp(device).open()) {
            String times = "<startTime>2026-11-20T11:00:00Z</startTime><stopTime>2026-11-20T11:59:30Z</stopTime>";
            assertThat(client.call(1, create(times))).contains(OK);
            assertThat(client.read()).contains("replayComplete");
            assertThat(client.read()).contains("notificationComplete");
            assertThat(client.read()).contains(event(9));
        }
    }

    @Test
    void notificationsAreWhatTheyShouldNotBe() throws IOException {
        try (DeviceSimulator device = start(
                        NotificationFault.on(1, new NotificationFault.Malformed()),
                        NotificationFault.on(2, new NotificationFault.WithoutEventTime()),
                        NotificationFault.on(3, new NotificationFault.EventTime("today")),
                        NotificationFault.on(4, new NotificationFault.Huge(3_000_000)),
                        NotificationFault.on(5, new NotificationFault.Instead("<notification/>")),
                        NotificationFault.on(6, new NotificationFault.ReplyToNobody("77")));
                RawClient client = RawClient.tcp(device).open()) {
            assertThat(client.call(1, create(""))).contains(OK);
            for (int number = 1; number <= 6; number++) {
                device.publish(event(number));
            }
            assertThat(client.read()).endsWith(event(1));
            assertThat(client.read()).isEqualTo("<notification xmlns=\"" + NS + "\">" + event(2) + "</notification>");
            assertThat(client.read()).isEqualTo(notification("today", event(3)));
            assertThat(client.read()).hasSizeGreaterThan(3_000_000).endsWith("</huge></notification>");
            assertThat(client.read()).isEqualTo("<notification/>");
            assertThat(client.read()).contains("message-id=\"77\"");
            assertThat(client.read()).contains(event(6));
        }
    }
}
