package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.Fate;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.error.ProtocolException;
import dev.parley.error.RequestException;
import dev.parley.error.Traffic;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.fixture.NothingLeaks;
import dev.parley.fixture.WatchedClient;
import dev.parley.fixture.WatchedTransport;
import dev.parley.framing.Framing;
import dev.parley.message.Reply;
import dev.parley.net.NettyTransport;
import dev.parley.operation.Data;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Rpc;
import dev.parley.session.Session;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceEvent;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.ReplyFault;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a session may rely on, whatever carries it; this part is about its life, {@link DeliveryContract} about what it
 * carries, and {@link EndingContract} about its end. Each transport has a subclass that says how it reaches a device.
 */
@Timeout(60)
abstract class TransportContract {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    /** A limit that is reached. */
    static final Duration SHORT = Duration.ofMillis(300);
    /** A limit that is reached after something else has happened, however busy the machine is. */
    static final Duration ENOUGH = Duration.ofSeconds(2);

    static final String TEST = "urn:example:transport";

    /** The simulated device, secured as this transport has it. */
    abstract DeviceSimulator.Builder secured(DeviceSimulator.Builder device);

    /** How a client reaches it. */
    abstract Device reach(DeviceSimulator device);

    /** The phases of opening. */
    abstract List<Phase> phases();

    /** The transport itself, watched. */
    WatchedTransport watched() {
        return WatchedTransport.of(NettyTransport::new);
    }

    /** A device that knows the requests below, and suffers these faults on all connections. */
    final DeviceSimulator.Builder device(Fault... faults) {
        return secured(DeviceSimulator.builder())
                .running("<system xmlns='urn:example:system'><name>pe1</name></system>")
                .on(
                        TEST,
                        "fill",
                        request -> Answer.generated(
                                Long.parseLong(request.operation().text())))
                .on(TEST, "ignore", request -> Answer.nothing())
                .faults(FaultPlan.always(faults));
    }

    final DeviceSimulator start(Fault... faults) {
        return device(faults).start();
    }

    /** A request for a reply of so many bytes. */
    static Rpc fill(long bytes) {
        return Rpc.of("<fill xmlns='" + TEST + "'>" + bytes + "</fill>");
    }

    /** A request that gets no reply. */
    static Rpc ignore() {
        return Rpc.of("<ignore xmlns='" + TEST + "'/>");
    }

    /** Takes a reply in as it comes, and counts its bytes. */
    static ReplyBody.Streamed<Long> counting() {
        return (parts, asked) -> {
            long sum = 0;
            for (ByteBuffer part = parts.next(); part != null; part = parts.next()) {
                sum += part.remaining();
            }
            return sum;
        };
    }

    static Device framed(Device device, Framing framing) {
        return framing == Framing.CHUNKED
                ? device
                : device.withProtocol(device.protocol().withBase10Only());
    }

    static RequestException failureOf(CompletableFuture<?> future) {
        return (RequestException) future.handle((result, failure) -> failure).join();
    }

    // ---- sessions

    /** Counts what listeners of the wire are shown. */
    private static final class Wire implements SessionListener {
        private final AtomicInteger connections = new AtomicInteger();
        private final AtomicLong in = new AtomicLong();
        private final AtomicLong out = new AtomicLong();
        private final AtomicInteger early = new AtomicInteger();

        @Override
        public Interest interest() {
            return Interest.WIRE;
        }

        @Override
        public void on(SessionKey session, SessionEvent event) {
            if (event instanceof SessionEvent.Connected) {
                connections.incrementAndGet();
            } else if (event instanceof SessionEvent.WirePassed passed) {
                (passed.outbound() ? out : in).addAndGet(passed.bytes().remaining());
                early.addAndGet(connections.get() == 0 ? 1 : 0);
            }
        }
    }

    @Test
    void whoeverAsksForTheWireIsShownEveryByteOfIt() {
        Wire wire = new Wire();
        try (WatchedClient client = WatchedClient.with(builder -> builder.listener(wire));
                DeviceSimulator device = start()) {
            Session session = client.open(reach(device));
            assertThat(session.send(fill(300_000).as(counting()))).isEqualTo(300_000);
            session.close();

            Traffic traffic = client.recorder().await(SessionEvent.Closed.class).traffic();
            assertThat(wire.connections).hasValue(1);
            assertThat(wire.early).as("pieces before the connection").hasValue(0);
            assertThat(wire.in).hasValue(traffic.wireIn());
            assertThat(wire.out).hasValue(traffic.wireOut());
        }
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void aSessionOpensAnswersAndCloses(Framing framing) {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start()) {
            Session session = client.open(framed(reach(device), framing));

            Data data = session.send(GetConfig.from(Datastore.RUNNING));
            session.close();

            assertThat(data.toString()).contains("<name>pe1</name>");
            assertThat(session.hello().framing()).isEqualTo(framing);
            assertThat(session.timeline().entries())
                    .extracting(entry -> entry.phase())
                    .containsExactlyElementsOf(phases());
            assertThat(client.recorder().await(SessionEvent.Closed.class).failure())
                    .isNull();
            Traffic traffic = session.ended().join();
            assertThat(traffic.isDrained()).isTrue();
            assertThat(traffic.wireIn()).isGreaterThanOrEqualTo(traffic.plainIn());
            assertThat(traffic.wireOut()).isGreaterThanOrEqualTo(traffic.plainOut());
        }
    }

    @Test
    void manySessionsOneAfterTheOther() {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start()) {
            for (int i = 0; i < 15; i++) {
                try (Session session = client.open(reach(device))) {
                    session.send(GetConfig.from(Datastore.RUNNING));
                }
            }
            assertThat(client.recorder().events(SessionEvent.Closed.class))
                    .hasSize(15)
                    .allSatisfy(closed -> assertThat(closed.failure()).isNull());
        }
    }

    @Test
    void manySessionsAtOnce() {
        try (WatchedClient client = WatchedClient.with(builder -> builder.eventLoops(2));
                DeviceSimulator device = start()) {
            List<CompletableFuture<Data>> answers = IntStream.range(0, 32)
                    .mapToObj(i -> client.openAsync(reach(device))
                            .thenCompose(session -> session.sendAsync(GetConfig.from(Datastore.RUNNING))
                                    .whenComplete((data, failure) -> session.closeAsync())))
                    .toList();

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().content()).isPresent());
        }
    }

    // ---- limits (T-12)

    @Test
    void aHelloBeyondItsLimitIsCutOff() {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(new HelloFault.Padded(100_000))) {
            Device reached = reach(device);
            OpenException failure = client.failToOpen(
                    OpenException.class, reached.withProtocol(reached.protocol().withMaxHelloBytes(50_000)));

            assertThat(failure.reason()).isEqualTo(OpenException.Reason.LIMIT_EXCEEDED);
            assertThat(failure.phase()).isEqualTo(Phase.HELLO);
        }
    }

    @Test
    void aReplyBeyondItsLimitEndsTheSession() {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start()) {
            Device reached = reach(device);
            Session session =
                    client.open(reached.withProtocol(reached.protocol().withMaxMessageBytes(100_000)));
            RequestException lost = catchThrowableOfType(RequestException.class, () -> session.send(fill(200_000)));

            assertThat(lost.reason()).isEqualTo(RequestException.Reason.SESSION_LOST);
            assertThat(((ProtocolException) lost.getCause()).reason())
                    .isEqualTo(ProtocolException.Reason.LIMIT_EXCEEDED);
            session.ended().join();
        }
    }

    // ---- deadlines

    @Test
    void aHelloThatStopsIsNamedAtTheDeadline() {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device =
                        start(new HelloFault.Padded(10_000), new Break(new Moment.InHello(5_000), Ending.SILENCE))) {
            OpenException failure = client.failToOpen(
                    OpenException.class, reach(device).withTimeouts(Timeouts.DEFAULT.with(Phase.HELLO, ENOUGH)));

            assertThat(failure.reason()).isEqualTo(OpenException.Reason.HELLO_TIMEOUT);
            assertThat(failure).hasMessageContaining("5000 of ? bytes");
            assertThat(failure.traffic().consumed()).isEqualTo(5_000);
        }
    }

    @Test
    void aReplyThatStopsIsGivenUpAtTheDeadline() {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(new Break(new Moment.InReply(1, 5_000), Ending.SILENCE))) {
            Session session = client.open(reach(device).withTimeouts(Timeouts.DEFAULT.withClose(SHORT)));
            RequestException late = catchThrowableOfType(
                    RequestException.class, () -> session.send(fill(100_000).within(ENOUGH)));

            assertThat(late.reason()).isEqualTo(RequestException.Reason.DEADLINE);
            assertThat(late.fate()).isEqualTo(Fate.UNKNOWN);
            assertThat(late)
                    .hasMessageContaining("bytes of the reply arrived")
                    .hasMessageContaining("bytes from the network");
            session.close();
        }
    }

    // a reply that comes after its deadline concerns nobody.
    @Test
    void aReplyThatIsTooLateHarmsNobody() {
        Duration late = ENOUGH;
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(ReplyFault.on(1, new ReplyFault.Delayed(late)));
                Session session = client.open(reach(device))) {
            RequestException failure = catchThrowableOfType(
                    RequestException.class, () -> session.send(fill(1_000).within(SHORT)));
            Reply next = session.send(fill(2_000));

            assertThat(failure.reason()).isEqualTo(RequestException.Reason.DEADLINE);
            assertThat(client.recorder().await(SessionEvent.LateReply.class).operation())
                    .isEqualTo("fill");
            assertThat(next.envelope().size()).isEqualTo(2_000);
        }
    }

    // ---- cancellation

    @Test
    void cancellingAnAttemptHangsUp() {
        CompletableFuture<DeviceEvent.Ended> ended = new CompletableFuture<>();
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = device(new Break(Moment.Phase.SECURED, Ending.SILENCE))
                        .listener(event -> {
                            if (event instanceof DeviceEvent.Ended end) {
                                ended.complete(end);
                            }
                        })
                        .start()) {
            CompletableFuture<Session> opening = client.openAsync(reach(device));
            client.recorder().await(SessionEvent.PhaseBegun.class, begun -> begun.phase() == Phase.HELLO);

            opening.cancel(true);

            assertThat(ended.join().connection()).isOne();
            SessionEvent.OpenFailed failed = client.recorder().await(SessionEvent.OpenFailed.class);
            assertThat(((OpenException) failed.failure()).reason()).isEqualTo(OpenException.Reason.CANCELLED);
        }
    }

    @Test
    void cancellingARequestLeavesTheOthersAlone() {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start();
                Session session = client.open(reach(device).withTimeouts(Timeouts.DEFAULT.withClose(SHORT)))) {
            CompletableFuture<Reply> unanswered = session.sendAsync(ignore());
            CompletableFuture<Reply> answered = session.sendAsync(fill(100_000));

            unanswered.cancel(true);

            assertThat(answered.join().envelope().size()).isEqualTo(100_000);
            assertThat(session.send(fill(1_000)).envelope().size()).isEqualTo(1_000);
        }
    }

    // ---- close

    @Test
    void closingWhileAReplyIsArrivingWaitsForItsEnd() {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start()) {
            Session session =
                    client.open(reach(device).withTimeouts(Timeouts.DEFAULT.withClose(Duration.ofMinutes(1))));
            CompletableFuture<Reply> answer = session.sendAsync(fill(5_000_000));
            CompletableFuture<Traffic> end = session.closeAsync();

            assertThat(answer.join().envelope().size()).isEqualTo(5_000_000);
            assertThat(end.join().isDrained()).isTrue();
            assertThat(client.recorder().await(SessionEvent.Closed.class).failure())
                    .isNull();
        }
    }

    @Test
    void closingDoesNotWaitForASilentDeviceForEver() {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(new Break(Moment.Phase.HELLO_SENT, Ending.SILENCE))) {
            Session session = client.open(reach(device).withTimeouts(Timeouts.DEFAULT.withClose(SHORT)));
            session.close();
            session.close();

            assertThat(session.ended().join().isDrained()).isTrue();
            assertThat(client.netconf().openSessions()).isZero();
        }
    }

    @Test
    void closingTheClientEndsWhatIsUnderWay() {
        WatchedClient client = WatchedClient.create();
        try (DeviceSimulator device = start()) {
            Session session =
                    client.open(reach(device).withTimeouts(Timeouts.DEFAULT.withClose(Duration.ofSeconds(2))));
            CompletableFuture<Reply> unanswered = session.sendAsync(ignore());
            CompletableFuture<Reply> answered = session.sendAsync(fill(1_000_000));

            client.close();

            assertThat(failureOf(unanswered).fate()).isEqualTo(Fate.UNKNOWN);
            assertThat(answered.join().envelope().size()).isEqualTo(1_000_000);
        }
    }
}
