package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.device.Timeouts;
import dev.parley.error.Fate;
import dev.parley.error.RequestException;
import dev.parley.event.SessionEvent;
import dev.parley.fixture.WatchedClient;
import dev.parley.fixture.WatchedTransport;
import dev.parley.framing.Framing;
import dev.parley.message.Reply;
import dev.parley.operation.Datastore;
import dev.parley.operation.EditConfig;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Ok;
import dev.parley.operation.ReplyBody;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.fault.StopReading;
import dev.parley.simulator.fault.WireFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every byte arrives, as soon as it can and no faster than it is taken, however the bytes are cut and however many. */
abstract class DeliveryContract extends TransportContract {

    // ---- no stall (F-06, F-07)

    static Stream<Arguments> cuttings() {
        return Stream.<List<Fault>>of(
                        List.of(WireFault.tcpSegments(1)),
                        List.of(WireFault.tcpSegments(7)),
                        List.of(WireFault.tcpSegments(1_400)),
                        List.of(WireFault.tlsRecords(1)),
                        List.of(WireFault.tlsRecords(5, 300)),
                        List.of(WireFault.tlsRecords(16_384)),
                        List.of(new WireFault.OneSegment()),
                        List.of(new WireFault.OneSegment(), WireFault.tlsRecords(100)),
                        List.of(WireFault.tcpSegments(90), WireFault.tlsRecords(100)),
                        List.of(new WireFault.Drip(60, Duration.ofMillis(1))),
                        List.of(new HelloFault.Padded(40_000)),
                        List.of(new HelloFault.Padded(40_000), new WireFault.OneSegment()),
                        List.of(ReplyFault.every(new ReplyFault.Chunks(3)), new WireFault.OneSegment()))
                .flatMap(faults -> Stream.of(Framing.values()).map(framing -> Arguments.of(faults, framing)));
    }

    @ParameterizedTest
    @MethodSource("cuttings")
    void howeverTheBytesAreCutNothingWaits(List<Fault> faults, Framing framing) {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(faults.toArray(Fault[]::new));
                Session session = client.open(framed(reach(device), framing))) {
            assertThat(session.traffic().isDrained()).isTrue();
            List<CompletableFuture<Reply>> together = IntStream.of(1_000, 1_023, 1_500)
                    .mapToObj(bytes -> session.sendAsync(fill(bytes)))
                    .toList();

            assertThat(together)
                    .extracting(reply -> reply.join().envelope().size())
                    .containsExactly(1_000, 1_023, 1_500);
            assertThat(session.send(fill(1_100)).envelope().size()).isEqualTo(1_100);
            assertThat(session.traffic().isDrained()).isTrue();
        }
    }

    // in order or not, each reply finds its request.
    @ParameterizedTest
    @EnumSource(ReplyFault.Order.class)
    void repliesThatComeTogetherAreToldApart(ReplyFault.Order order) {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(new ReplyFault.Held(32, order));
                Session session = client.open(reach(device).withTimeouts(Timeouts.DEFAULT.withClose(SHORT)))) {
            List<CompletableFuture<Reply>> answers = IntStream.range(0, 32)
                    .mapToObj(i -> session.sendAsync(fill(1_000 + i)))
                    .toList();

            assertThat(answers)
                    .extracting(answer -> answer.join().envelope().size())
                    .containsExactlyElementsOf(
                            IntStream.range(1_000, 1_032).boxed().toList());
        }
    }

    // ---- amounts

    private static EditConfig edit(String value) {
        return EditConfig.of(
                Datastore.CANDIDATE, "<system xmlns='urn:example:system'><motd>" + value + "</motd></system>");
    }

    @Test
    void aLargeRequestArrives() {
        String value = "v".repeat(2_000_000);
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start();
                Session session = client.open(reach(device))) {
            session.send(edit(value));

            assertThat(session.send(GetConfig.from(Datastore.CANDIDATE)).toString())
                    .contains(value);
        }
    }

    @Test
    void manyLargeRequestsAtOnceArrive() {
        String value = "v".repeat(300_000);
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start();
                Session session = client.open(reach(device))) {
            List<CompletableFuture<Ok>> answers = IntStream.range(0, 20)
                    .mapToObj(i -> session.sendAsync(edit(value + i)))
                    .toList();
            answers.forEach(CompletableFuture::join);

            assertThat(session.send(GetConfig.from(Datastore.CANDIDATE)).toString())
                    .contains(value + 19);
        }
    }

    @Test
    void aLargeReplyIsWrittenToAFile(@TempDir Path folder) throws IOException {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start();
                Session session = client.open(reach(device))) {
            Path file = session.send(fill(20_000_000).as(ReplyBody.file(folder.resolve("reply.xml"))));

            assertThat(Files.size(file)).isEqualTo(20_000_000);
            assertThat(session.traffic().isDrained()).isTrue();
            session.send(GetConfig.from(Datastore.RUNNING));
        }
    }

    // ---- back-pressure

    // A reader that falls behind makes the device wait; what is on the way meanwhile is bounded, and nothing is lost.
    @Test
    void aSlowReaderHoldsTheDeviceUp() {
        long bytes = 30_000_000;
        long mostUnread = 3_000_000;
        try (WatchedTransport transport = watched();
                WatchedClient client = WatchedClient.with(builder -> builder.transport(transport));
                DeviceSimulator device = start();
                Session session = client.open(reach(device))) {
            long hello = session.traffic().plainIn();
            long read = session.send(fill(bytes).as((ReplyBody.Streamed<Long>) (parts, asked) -> {
                long taken = 0;
                for (ByteBuffer part = parts.next(); part != null; part = parts.next()) {
                    if (bytes - taken > 2 * mostUnread) {
                        transport.awaitPause();
                    }
                    assertThat(session.traffic().plainIn() - hello - taken).isLessThan(mostUnread);
                    taken += part.remaining();
                }
                return taken;
            }));

            assertThat(read).isEqualTo(bytes);
            session.send(GetConfig.from(Datastore.RUNNING));
        }
    }

    @Test
    void aReaderThatGivesUpDoesNotHoldTheSessionUp() {
        try (WatchedTransport transport = watched();
                WatchedClient client = WatchedClient.with(builder -> builder.transport(transport));
                DeviceSimulator device = start();
                Session session = client.open(reach(device))) {
            RequestException failure = catchThrowableOfType(
                    RequestException.class,
                    () -> session.send(fill(20_000_000).as((ReplyBody.Streamed<Void>) (parts, asked) -> {
                        parts.next();
                        transport.awaitPause();
                        throw new IOException("enough");
                    })));

            assertThat(failure.reason()).isEqualTo(RequestException.Reason.BODY_FAILED);
            session.send(GetConfig.from(Datastore.RUNNING));
        }
    }

    @Test
    void aDeadlineEndsAReplyWhoseReaderIsTooSlow() {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start();
                Session session = client.open(reach(device))) {
            RequestException failure = catchThrowableOfType(
                    RequestException.class,
                    () -> session.send(fill(20_000_000).within(ENOUGH).as((ReplyBody.Streamed<Void>) (parts, asked) -> {
                        parts.next();
                        client.recorder().await(SessionEvent.RequestEnded.class, ended -> ended.failure() != null);
                        while (parts.next() != null) {
                            // what had come before is still handed out
                        }
                        return null;
                    })));

            assertThat(failure.reason()).isEqualTo(RequestException.Reason.DEADLINE);
            assertThat(failure).hasMessageContaining("bytes of the reply arrived");
            session.send(GetConfig.from(Datastore.RUNNING));
        }
    }

    // A device that stops reading holds up requests until their deadlines; what waits for it is bounded.
    @Test
    void aDeviceThatReadsNothingMakesRequestsWait() {
        EditConfig large = edit("v".repeat(500_000));
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(new StopReading(Moment.Phase.HELLO_SENT))) {
            Session session = client.open(reach(device).withTimeouts(Timeouts.DEFAULT.withClose(SHORT)));
            List<RequestException> failures =
                    IntStream.range(0, 40).mapToObj(i -> session.sendAsync(large.within(ENOUGH))).toList().stream()
                            .map(TransportContract::failureOf)
                            .toList();

            assertThat(failures)
                    .allSatisfy(failure -> assertThat(failure.reason()).isEqualTo(RequestException.Reason.DEADLINE));
            assertThat(failures.get(0).fate()).isEqualTo(Fate.UNKNOWN);
            assertThat(failures.get(39).fate()).isEqualTo(Fate.NOT_SENT);
            // 20 MB were asked for; no more than the sockets' buffers and a little in front of them left the session
            assertThat(session.traffic().plainOut()).isLessThan(10_000_000);

            session.close();
            assertThat(client.netconf().openSessions()).isZero();
        }
    }
}
