package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.fixture.NothingLeaks;
import dev.parley.fixture.WatchedClient;
import dev.parley.framing.Framing;
import dev.parley.message.Reply;
import dev.parley.operation.Datastore;
import dev.parley.operation.EditConfig;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Ok;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Rpc;
import dev.parley.session.Session;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.WireFault;
import dev.parley.simulator.ssh.SshSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is special about a stream that SSH carries: its packets, its windows, and its changing keys. */
@Timeout(120)
class SshStreamTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static final String TEST = "urn:example:stream";

    private static DeviceSimulator start(UnaryOperator<SshSettings> settings, Fault... faults) {
        return DeviceSimulator.builder()
                .ssh(settings.apply(SshSettings.of(SshDevice.KEYS, SshDevice.ADMIN)))
                .running(SshDevice.CONFIGURATION)
                .on(
                        TEST,
                        "fill",
                        request -> Answer.generated(
                                Long.parseLong(request.operation().text())))
                .faults(FaultPlan.always(faults))
                .start();
    }

    private static Rpc fill(long bytes) {
        return Rpc.of("<fill xmlns='" + TEST + "'>" + bytes + "</fill>");
    }

    // F-06, F-07: wherever the hello is cut into packets, and however many of them come at once, the session is up.
    @ParameterizedTest
    @EnumSource(Framing.class)
    void whereverTheHelloIsCutIntoPacketsNothingWaits(Framing framing) {
        int hello = 600;
        try (WatchedClient client = WatchedClient.create()) {
            IntStream.concat(IntStream.range(1, 40), IntStream.iterate(40, cut -> cut < hello, cut -> cut + 37))
                    .forEach(cut -> {
                        try (DeviceSimulator device = start(
                                        settings -> settings,
                                        new HelloFault.Padded(hello),
                                        WireFault.tlsRecords(cut, 16_384),
                                        new WireFault.OneSegment());
                                Session session = client.open(framed(device, framing))) {
                            assertThat(session.send(fill(1_000 + cut))
                                            .envelope()
                                            .size())
                                    .as("cut at %d", cut)
                                    .isEqualTo(1_000 + cut);
                            assertThat(session.traffic().isDrained()).isTrue();
                        }
                    });
        }
    }

    private static Device framed(DeviceSimulator device, Framing framing) {
        Device reached = SshDevice.at(device, SshDevice.ssh());
        return framing == Framing.CHUNKED
                ? reached
                : reached.withProtocol(reached.protocol().withBase10Only());
    }

    // RFC 4253 section 9: keys are changed while data goes both ways, and none of it is lost.
    @Test
    void keysChangeInTheMiddleOfEverything() {
        String value = "v".repeat(700_000);
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(settings -> settings.rekeyAfter(200_000));
                Session session = client.open(SshDevice.at(device, SshDevice.ssh()))) {
            List<CompletableFuture<Reply>> replies = IntStream.range(0, 10)
                    .mapToObj(i -> session.sendAsync(fill(400_000 + i)))
                    .toList();
            List<CompletableFuture<Ok>> edits = IntStream.range(0, 4)
                    .mapToObj(i -> session.sendAsync(EditConfig.of(
                            Datastore.CANDIDATE,
                            "<system xmlns='urn:example:system'><motd>" + value + i + "</motd></system>")))
                    .toList();
            List<CompletableFuture<Reply>> more = IntStream.range(0, 10)
                    .mapToObj(i -> session.sendAsync(fill(400_000 + i)))
                    .toList();

            for (int i = 0; i < 10; i++) {
                assertThat(replies.get(i).join().envelope().size()).isEqualTo(400_000 + i);
                assertThat(more.get(i).join().envelope().size()).isEqualTo(400_000 + i);
            }
            edits.forEach(CompletableFuture::join);
            assertThat(session.send(GetConfig.from(Datastore.CANDIDATE)).toString())
                    .contains(value + "3");
            assertThat(session.traffic().isDrained()).isTrue();
        }
    }

    // RFC 6241 section 8.1: ours does not wait for the first request. Some servers read both at once otherwise, or wait
    // for it.
    @Test
    void ourHelloLeavesAtOnce() {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(settings -> settings);
                Session session = client.open(SshDevice.at(device, SshDevice.ssh()))) {
            assertThat(session.traffic().plainOut()).isPositive();
        }
    }

    // RFC 4254 section 5.2: no more is sent than the device has room for.
    @Test
    void aNarrowWindowIsKept() {
        String value = "v".repeat(300_000);
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(settings -> settings.window(1_000));
                Session session = client.open(SshDevice.at(device, SshDevice.ssh()))) {
            session.send(EditConfig.of(
                    Datastore.CANDIDATE, "<system xmlns='urn:example:system'><motd>" + value + "</motd></system>"));

            assertThat(session.send(GetConfig.from(Datastore.CANDIDATE)).toString())
                    .contains(value);
        }
    }

    @Test
    void aReplyThatIsLargerThanEveryWindowArrives(@TempDir Path folder) throws Exception {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(settings -> settings);
                Session session = client.open(SshDevice.at(device, SshDevice.ssh()))) {
            Path file = session.send(fill(50_000_000).as(ReplyBody.file(folder.resolve("reply.xml"))));

            assertThat(Files.size(file)).isEqualTo(50_000_000);
            assertThat(session.traffic().wireIn())
                    .isGreaterThan(session.traffic().plainIn());
            assertThat(session.traffic().isDrained()).isTrue();
        }
    }
}
