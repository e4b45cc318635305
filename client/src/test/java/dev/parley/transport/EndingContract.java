package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.Fate;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.error.ProtocolException;
import dev.parley.error.RequestException;
import dev.parley.event.SessionEvent;
import dev.parley.fixture.WatchedClient;
import dev.parley.message.Reply;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Rpc;
import dev.parley.session.Session;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceEvent;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.Moment;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whenever and however a connection ends, nobody waits, and it is said what ended and how far it had come. */
abstract class EndingContract extends DeliveryContract {
    private static final List<Ending> ENDINGS = List.of(Ending.CLOSE, Ending.FIN, Ending.HALF_CLOSE, Ending.RESET);

    /** Each way to end at each of the moments. */
    static Stream<Arguments> endingsAt(Moment... moments) {
        return Stream.of(moments).flatMap(moment -> ENDINGS.stream().map(ending -> Arguments.of(moment, ending)));
    }

    /** Opens a session with a device that hangs up before there is one. */
    final OpenException hungUpOn(DeviceSimulator device, WatchedClient client) {
        OpenException failure = client.failToOpen(OpenException.class, reach(device));
        assertThat(failure.reason()).as("%s", failure).isEqualTo(OpenException.Reason.CLOSED_BY_PEER);
        assertThat(failure.target()).isEqualTo(reach(device).access().address());
        assertThat(failure.traffic().isDrained()).isTrue();
        assertThat(failure.elapsed()).isPositive();
        assertThat(failure.advice()).as("%s", failure).isPresent();
        return failure;
    }

    /** Whether what carries the connection tells a reset from another end. */
    boolean knowsResets() {
        return true;
    }

    /** A device that need not hear a word first may have reset the connection before the client knows that it has one. */
    private Phase earliest(Phase expected) {
        return phases().contains(Phase.CONNECT) && afterConnect() == expected ? Phase.CONNECT : expected;
    }

    /** The phase behind CONNECT, or the first one where the device has connected to us. */
    private Phase afterConnect() {
        return phases().get(phases().indexOf(Phase.CONNECT) + 1);
    }

    // ---- before there is a session

    static Stream<Arguments> endingsBeforeAWord() {
        return endingsAt(Moment.Phase.ACCEPTED, Moment.Phase.SECURED);
    }

    @ParameterizedTest
    @MethodSource("endingsBeforeAWord")
    void aDeviceThatHangsUpWithoutAWordIsNamed(Moment moment, Ending ending) {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(new Break(moment, ending))) {
            OpenException failure = hungUpOn(device, client);

            Phase next = moment == Moment.Phase.SECURED ? Phase.HELLO : afterConnect();
            assertThat(failure.phase()).isIn(next, ending == Ending.RESET ? earliest(next) : next);
            assertThat(failure.traffic().consumed()).isZero();
        }
    }

    static Stream<Arguments> endingsInHello() {
        return endingsAt(new Moment.InHello(1), new Moment.InHello(100), new Moment.InHello(5_000));
    }

    @ParameterizedTest
    @MethodSource("endingsInHello")
    void aHelloThatBreaksOffIsNamed(Moment moment, Ending ending) {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(new HelloFault.Padded(10_000), new Break(moment, ending))) {
            OpenException failure = hungUpOn(device, client);

            if (failure.traffic().consumed() > 0) {
                assertThat(failure).hasMessageContaining(failure.traffic().consumed() + " bytes of the server's hello");
            }
            if (ending == Ending.RESET) {
                assertThat(failure.phase()).isIn(Phase.HELLO, earliest(Phase.HELLO));
            } else {
                assertThat(failure.phase()).isEqualTo(Phase.HELLO);
                assertThat(failure.traffic().consumed()).isEqualTo(((Moment.InHello) moment).bytes());
            }
        }
    }

    // ---- in a session

    static Stream<Arguments> endingsInReply() {
        return endingsAt(new Moment.InReply(1, 1), new Moment.InReply(1, 400), new Moment.InReply(1, 100_000));
    }

    // R-18, X-C
    @ParameterizedTest
    @MethodSource("endingsInReply")
    void aReplyThatBreaksOffFailsWithEveryOtherRequest(Moment moment, Ending ending) {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(new Break(moment, ending))) {
            Session session = client.open(reach(device));
            CompletableFuture<Reply> unanswered = session.sendAsync(ignore());
            CompletableFuture<Long> brokenOff = session.sendAsync(fill(200_000).as(counting()));

            assertLost(failureOf(brokenOff));
            assertThatTheSessionIsLost(client, session, failureOf(unanswered));
            assertThat(failureOf(unanswered))
                    .hasMessageContaining(
                            ending == Ending.RESET && knowsResets()
                                    ? "the connection failed: Connection reset"
                                    : "the device closed the connection");
        }
    }

    static Stream<Arguments> endingsAfterReply() {
        return endingsAt(new Moment.AfterReply(1));
    }

    // R-18, X-C
    @ParameterizedTest
    @MethodSource("endingsAfterReply")
    void aReplyThatIsWholeIsHandedUpBeforeTheEnd(Moment moment, Ending ending) {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(new Break(moment, ending))) {
            Session session = client.open(reach(device));
            CompletableFuture<Reply> unanswered = session.sendAsync(ignore());
            CompletableFuture<Long> answered = session.sendAsync(fill(200_000).as(counting()));

            assertThatTheSessionIsLost(client, session, failureOf(unanswered));
            if (ending == Ending.RESET
                    && answered.handle((sum, failure) -> failure != null).join()) {
                // a reset throws away what the device's system had not sent yet: half a reply is no reply
                assertLost(failureOf(answered));
            } else {
                assertThat(answered.join()).isEqualTo(200_000);
            }
        }
    }

    // Linux keeps what had arrived when a reset comes: none of it is lost, however late the client gets to read it.
    @Test
    @EnabledOnOs(OS.LINUX)
    void aReplyThatHadArrivedWhenTheConnectionWasResetIsHandedUp() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Void> loopIsHeld = new CompletableFuture<>();
        CompletableFuture<Void> reset = new CompletableFuture<>();
        try (WatchedClient client = WatchedClient.with(builder -> builder.listener((session, event) -> {
                    if (event instanceof SessionEvent.PhaseBegun && asked.isDone()) {
                        // meanwhile reply and reset arrive, and wait side by side
                        loopIsHeld.complete(null);
                        reset.join();
                    }
                }));
                DeviceSimulator device = device(new Break(new Moment.AfterReply(1), Ending.RESET))
                        .on(TEST, "late", request -> {
                            asked.complete(null);
                            loopIsHeld.join();
                            return Answer.generated(5_000);
                        })
                        .listener(event -> {
                            if (event instanceof DeviceEvent.Ended) {
                                reset.complete(null);
                            }
                        })
                        .start();
                DeviceSimulator other = start()) {
            Session session = client.open(reach(device));
            CompletableFuture<Reply> unanswered = session.sendAsync(ignore());
            CompletableFuture<Reply> answered = session.sendAsync(Rpc.of("<late xmlns='" + TEST + "'/>"));
            asked.join();
            // on the same loop, which begins its first phase
            try (Session beside = client.open(reach(other))) {
                beside.send(GetConfig.from(Datastore.RUNNING));
            }

            assertThat(answered.join().envelope().size()).isEqualTo(5_000);
            assertLost(failureOf(unanswered));
            session.ended().join();
        }
    }

    private static void assertLost(RequestException lost) {
        assertThat(lost.reason()).as("%s", lost).isEqualTo(RequestException.Reason.SESSION_LOST);
        assertThat(lost.fate()).isEqualTo(Fate.UNKNOWN);
        assertThat(lost).hasCauseInstanceOf(ProtocolException.class);
    }

    private static void assertThatTheSessionIsLost(WatchedClient client, Session session, RequestException lost) {
        assertLost(lost);
        assertThat(session.ended().join().isDrained()).isTrue();
        assertThat(client.recorder().events(SessionEvent.Closed.class))
                .singleElement()
                .satisfies(closed -> assertThat(closed.failure()).isSameAs(lost.getCause()));
    }
}
