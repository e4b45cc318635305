package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.device.Protocol;
import dev.parley.fixture.NothingLeaks;
import dev.parley.fixture.WatchedClient;
import dev.parley.operation.Rpc;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceEvent;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.ReplyFault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A simulated device whose answer is known when nobody waits for it any more lets go of it. */
@Timeout(60)
class AnswerAfterTheEndTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static final int SESSIONS = 10;

    static Stream<FaultPlan> faults() {
        return Stream.of(
                FaultPlan.none(),
                FaultPlan.always(new ReplyFault.Held(3, ReplyFault.Order.REVERSED)),
                FaultPlan.always(ReplyFault.on(1, new ReplyFault.Delayed(Duration.ofMinutes(5)))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void itsBuffersAreReleased(FaultPlan faults) throws InterruptedException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(SESSIONS);
        CountDownLatch ended = new CountDownLatch(SESSIONS);
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator simulator = DeviceSimulator.builder()
                        .clearText()
                        .faults(faults)
                        .on("urn:example:late", "late", request -> {
                            asked.countDown();
                            return Answer.later(answer);
                        })
                        .listener(event -> {
                            if (event instanceof DeviceEvent.Ended) {
                                ended.countDown();
                            }
                        })
                        .start()) {
            Device device = Device.cleartextTcp("127.0.0.1", simulator.port())
                    .withProtocol(Protocol.DEFAULT.withHelloHeadStart(Duration.ZERO));
            List<Session> sessions =
                    Stream.generate(() -> client.open(device)).limit(SESSIONS).toList();
            sessions.forEach(session -> session.sendAsync(Rpc.of("<late xmlns='urn:example:late'/>")));
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            sessions.forEach(Session::abort);
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            answer.complete(Answer.ok());
        }
    }
}
