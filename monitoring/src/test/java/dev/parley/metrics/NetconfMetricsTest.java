package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.parley.device.CallAccess;
import dev.parley.device.Device;
import dev.parley.device.Protocol;
import dev.parley.device.Timeouts;
import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.error.ProtocolException;
import dev.parley.error.RequestException;
import dev.parley.error.RpcError;
import dev.parley.error.RpcErrorException;
import dev.parley.error.Traffic;
import dev.parley.event.RequestListener;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.framing.Framing;
import dev.parley.message.Capabilities;
import dev.parley.message.ServerHello;
import dev.parley.operation.Operation;
import dev.parley.operation.Rpc;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is counted for which events, and that the number of series stays within its bounds whatever comes. */
@Tag("any-jdk")
class NetconfMetricsTest {
    private static final Duration SOME = Duration.ofMillis(40);
    private static final ServerHello HELLO =
            new ServerHello(1, Capabilities.of(List.of("urn:ietf:params:netconf:base:1.1")), Framing.CHUNKED);

    private final MeterRegistry registry = new SimpleMeterRegistry();

    private static Traffic traffic(long in, long out) {
        return new Traffic(in, in, in, 1, out, out, Duration.ZERO);
    }

    private static SessionListener opened(NetconfMetrics metrics, String name) {
        SessionKey key = new SessionKey(1, name);
        SessionListener session = metrics.forSession(key);
        session.on(
                key,
                new SessionEvent.Opening(Device.cleartextTcp("127.0.0.1", 830).withName(name)));
        session.on(key, new SessionEvent.Established(HELLO, SOME));
        return session;
    }

    private static void request(SessionListener session, String operation, NetconfException failure) {
        RequestListener request = session.request(new SessionKey(1, "pe1"), 1, operation);
        assertThat(request).isNotNull();
        request.ended(SOME, failure);
    }

    private static RequestException failure(RequestException.Reason reason) {
        return new RequestException(reason, Fate.UNKNOWN, "on purpose", null, null);
    }

    private static ProtocolException broken() {
        return ProtocolException.of(ProtocolException.Reason.TRUNCATED, "on purpose");
    }

    private double value(String name, String... tags) {
        Meter meter = registry.find(name).tags(tags).meter();
        assertThat(meter).as(name).isNotNull();
        return meter.measure().iterator().next().getValue();
    }

    private Set<String> values(String tag) {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getTag(tag))
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aSessionIsCountedWhileItIsOpenAndWithItsEnd() {
        NetconfMetrics metrics = NetconfMetrics.of(registry);
        SessionKey key = new SessionKey(1, "pe1");
        SessionListener session = metrics.forSession(key);
        session.on(key, new SessionEvent.Opening(Device.cleartextTcp("127.0.0.1", 830)));
        assertThat(value("netconf.open.active")).isEqualTo(1);
        session.on(key, new SessionEvent.PhaseEnded(Phase.CONNECT, SOME, "there"));
        session.on(key, new SessionEvent.Established(HELLO, SOME));
        assertThat(value("netconf.open.active")).isZero();
        assertThat(value("netconf.sessions")).isEqualTo(1);

        session.on(key, new SessionEvent.TrafficPassed(traffic(100, 10)));
        session.on(key, new SessionEvent.TrafficPassed(traffic(250, 20)));
        assertThat(value("netconf.traffic", "direction", "received")).isEqualTo(250);
        session.on(key, new SessionEvent.Closed(traffic(300, 30), SOME, broken()));
        assertThat(value("netconf.traffic", "direction", "received")).isEqualTo(300);
        assertThat(value("netconf.traffic", "direction", "sent")).isEqualTo(30);
        assertThat(value("netconf.sessions")).isZero();
        assertThat(value("netconf.session.lifetime", "end", "truncated")).isEqualTo(1);
        assertThat(value("netconf.open", "outcome", "ok", "transport", "tcp", "initiator", "client"))
                .isEqualTo(1);
        assertThat(value("netconf.open.phase", "phase", "connect")).isEqualTo(1);
    }

    @Test
    void anAttemptThatFailsIsCountedWithItsPhaseReasonAndBytes() {
        SessionKey key = new SessionKey(1, "pe1");
        SessionListener session = NetconfMetrics.of(registry).forSession(key);
        session.on(key, new SessionEvent.Opening(Device.cleartextTcp("127.0.0.1", 830)));
        session.on(
                key,
                new SessionEvent.OpenFailed(new OpenException(
                        OpenException.Reason.HELLO_TIMEOUT,
                        Phase.HELLO,
                        "pe1",
                        SOME,
                        traffic(77, 7),
                        "late",
                        null,
                        null)));
        assertThat(value("netconf.open", "outcome", "hello-timeout", "phase", "hello"))
                .isEqualTo(1);
        assertThat(value("netconf.traffic", "direction", "received")).isEqualTo(77);
        assertThat(value("netconf.sessions")).isZero();
        assertThat(value("netconf.open.active")).isZero();
    }

    @Test
    void notificationsAreCountedOnTheWayAndWholeAtTheEnd() {
        SessionKey key = new SessionKey(1, "pe1");
        SessionListener session = opened(NetconfMetrics.of(registry), "pe1");
        for (int subscription = 1; subscription <= 2; subscription++) {
            session.on(key, new SessionEvent.SubscriptionBegun("NETCONF", null));
            assertThat(value("netconf.subscriptions")).isEqualTo(1);
            session.on(key, new SessionEvent.NotificationsPassed("NETCONF", 40));
            session.on(key, new SessionEvent.NotificationsLost("NETCONF", 3));
            session.on(
                    key,
                    new SessionEvent.SubscriptionEnded(
                            "NETCONF", SessionEvent.SubscriptionEnded.How.COMPLETED, SOME, 50, 3));
            assertThat(value("netconf.notifications.received")).isEqualTo(50.0 * subscription);
            assertThat(value("netconf.notifications.lost")).isEqualTo(3.0 * subscription);
            assertThat(value("netconf.subscriptions")).isZero();
        }
        assertThat(value("netconf.subscription.ends", "end", "completed")).isEqualTo(2);
    }

    @Test
    void requestsAreCountedByOperationAndOutcome() {
        SessionListener session = opened(NetconfMetrics.of(registry), "pe1");
        RequestListener underWay = session.request(new SessionKey(1, "pe1"), 1, "get");
        assertThat(value("netconf.requests.active")).isEqualTo(1);
        assertThat(underWay).isNotNull();
        underWay.ended(SOME, null);
        request(session, "get", failure(RequestException.Reason.DEADLINE));
        assertThat(value("netconf.requests.active")).isZero();
        assertThat(value("netconf.requests", "operation", "get", "outcome", "ok"))
                .isEqualTo(1);
        assertThat(value("netconf.requests", "operation", "get", "outcome", "deadline"))
                .isEqualTo(1);
    }

    @Test
    void whatTheDeviceRefusesIsAnsweredAndWhatItNeverAnswersHasFailed() {
        SessionListener session = opened(NetconfMetrics.of(registry), "pe1");
        assertThat(value("netconf.requests.results", "result", "failed")).isZero();
        request(session, "get", null);
        request(
                session,
                "lock",
                new RpcErrorException("lock", List.of(RpcError.of(ErrorType.PROTOCOL, ErrorTag.LOCK_DENIED, "held"))));
        request(session, "get", failure(RequestException.Reason.DEADLINE));
        assertThat(value("netconf.requests.results", "result", "answered")).isEqualTo(2);
        assertThat(value("netconf.requests.results", "result", "failed")).isEqualTo(1);
        assertThat(value("netconf.open.results", "result", "succeeded")).isEqualTo(1);
        assertThat(value("netconf.open.results", "result", "failed")).isZero();
    }

    // an end that is not foreseen would begin its series with 1, which no alert sees
    @Test
    void everyEndOfASessionIsThereFromTheBeginning() {
        NetconfMetrics metrics = NetconfMetrics.of(registry);
        Set<String> before = values("end");
        assertThat(before).contains("ok", "truncated", "malformed-xml", "bad-chunk", "limit-exceeded");
        for (ProtocolException.Reason reason : ProtocolException.Reason.values()) {
            SessionListener session = opened(metrics, "pe1");
            ProtocolException why = ProtocolException.of(reason, "on purpose");
            session.on(new SessionKey(1, "pe1"), new SessionEvent.Closed(traffic(1, 1), SOME, why));
        }
        Set<String> ofHellos = Set.of("bad-hello", "hello-timeout", "no-common-base", "session-refused");
        assertThat(values("end")).containsAll(before).containsAll(ofHellos).hasSize(before.size() + ofHellos.size());
    }

    @Test
    void operationsThatNobodyNamedAreOneSeries() {
        SessionListener session = opened(
                NetconfMetrics.builder(registry).operations("get-chassis").build(), "pe1");
        Stream.of("get-chassis", "reload", "format-disk", "x".repeat(10_000))
                .forEach(name -> request(session, name, null));
        session.on(new SessionKey(1, "pe1"), new SessionEvent.LateReply(1, "anything"));
        assertThat(values("operation")).containsExactly("get-chassis", "other");
    }

    @Test
    void everyOperationOfTheLibraryHasItsName() {
        URL protocol = Operation.class.getProtectionDomain().getCodeSource().getLocation();
        List<String> operations = new ClassFileImporter()
                .importUrl(protocol).stream()
                        .filter(type -> type.isAssignableTo(Operation.class)
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                                && !type.isAssignableTo(Rpc.class))
                        .map(type -> operation(type.getSimpleName()))
                        .toList();
        assertThat(operations).contains("get-config", "commit", "create-subscription");
        assertThat(operations)
                .allSatisfy(name -> assertThat(OperationNames.STANDARD.of(name)).isEqualTo(name));
    }

    /** {@code GetConfig} is {@code get-config}; some ask with {@code get} for something in particular. */
    private static String operation(String type) {
        return switch (type) {
            case "GetMonitoring", "GetStreams", "GetYangLibrary" -> "get";
            default -> type.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        };
    }

    @Test
    void devicesHaveTagsOnlyOnDemandAndUpToANumber() {
        opened(NetconfMetrics.of(registry), "pe0");
        assertThat(values("device")).isEmpty();

        MeterRegistry divided = new SimpleMeterRegistry();
        NetconfMetrics metrics =
                NetconfMetrics.builder(divided).deviceTag(2).withoutHistograms().build();
        for (String name : List.of("pe1", "pe2", "pe3", "pe4", "pe1")) {
            request(opened(metrics, name), "get", null);
        }
        assertThat(divided.find("netconf.requests").tag("device", "pe1").timer().count())
                .isEqualTo(2);
        assertThat(divided.find("netconf.requests")
                        .tag("device", "other")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(divided.find("netconf.sessions")
                        .tag("device", "other")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(divided.find("netconf.sessions").gauges()).hasSize(3);
        assertThatThrownBy(() -> NetconfMetrics.builder(registry).deviceTag(0))
                .hasMessageContaining("from 1 to 100000");
    }

    // RFC 8071: the address that a call comes from has another port each time
    @Test
    void callersTakeNoTagOfADeviceBeforeItIsKnownWhoTheyAre() {
        NetconfMetrics metrics = NetconfMetrics.builder(registry)
                .tags(Tags.of("client", "noc"))
                .deviceTag(1)
                .build();
        for (int port = 40_000; port < 40_010; port++) {
            String from = "192.0.2.1:" + port;
            SessionKey key = new SessionKey(port, from);
            SessionListener session = metrics.forSession(key);
            session.on(
                    key,
                    new SessionEvent.Opening(
                            new Device(from, new CallAccess("tls", from), Timeouts.DEFAULT, Protocol.DEFAULT)));
            session.on(key, new SessionEvent.Identified(Device.calling("pe9")));
            session.on(key, new SessionEvent.Established(HELLO, SOME));
        }
        assertThat(values("device")).containsExactly("other", "pe9");
        assertThat(value("netconf.sessions", "device", "pe9")).isEqualTo(10);
        assertThat(value("netconf.open.active", "device", "other")).isZero();
        assertThat(value("netconf.open", "initiator", "device", "device", "pe9"))
                .isEqualTo(10);
    }
}
