package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.device.Device;
import dev.parley.error.InputException;
import dev.parley.error.ProtocolException;
import dev.parley.error.RequestException;
import dev.parley.fixture.Listening;
import dev.parley.fixture.NothingLeaks;
import dev.parley.fixture.WatchedClient;
import dev.parley.framing.Framing;
import dev.parley.message.Reply;
import dev.parley.notification.CreateSubscription;
import dev.parley.operation.Datastore;
import dev.parley.operation.EditConfig;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Ok;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Rpc;
import dev.parley.session.Session;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceEvent.KeysChanged;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.SshFault;
import dev.parley.simulator.fault.WireFault;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is special about a stream that SSH carries: its packets, its windows, and its changing keys. */
@Timeout(120)
class SshStreamTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static final String TEST = "urn:example:stream";
    private static final long OFTEN = 100_000;
    private static final HostKeys FIRST = HostKeys.generate(HostKeys.Kind.ED25519);

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
            IntStream.concat(IntStream.range(1, 20), IntStream.iterate(20, cut -> cut < hello, cut -> cut + 59))
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

    static Stream<Arguments> packets() {
        return Stream.of(7, 4_096, 4_097, 32_768)
                .flatMap(packet -> Stream.<Fault>of(
                                new WireFault.OneSegment(),
                                new WireFault.RecordPerSegment(Duration.ZERO),
                                WireFault.tcpSegments(7),
                                new WireFault.TcpSegments(1_000, Duration.ofNanos(100_000)))
                        .flatMap(
                                cut -> Stream.of(Framing.values()).map(framing -> Arguments.of(packet, cut, framing))));
    }

    // F-06, F-07, N-03: the same with all that is above, over a network: hello, replies and notifications.
    @ParameterizedTest
    @MethodSource("packets")
    void howeverPacketsAndSegmentsAreCutNothingWaits(int packet, Fault cut, Framing framing) {
        int reply = 2 * packet + 3_000;
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device =
                        start(settings -> settings, new SshFault.Packets(packet), cut, new HelloFault.Padded(5_000));
                Session session = client.open(framed(device, framing))) {
            Listening listening = Listening.toAll();
            session.subscribe(CreateSubscription.now()).subscribe(listening);
            CompletableFuture<Reply> first = session.sendAsync(fill(reply));
            device.publish("<first xmlns='" + TEST + "'>" + "n".repeat(packet) + "</first>");
            CompletableFuture<Reply> second = session.sendAsync(fill(reply + 1));
            device.publish("<second xmlns='" + TEST + "'/>");

            assertThat(first.join().envelope().size()).isEqualTo(reply);
            assertThat(second.join().envelope().size()).isEqualTo(reply + 1);
            assertThat(listening.eventName()).isEqualTo("first");
            assertThat(listening.eventName()).isEqualTo("second");
            assertThat(session.traffic().isDrained()).isTrue();
        }
    }

    private static Device framed(DeviceSimulator device, Framing framing) {
        Device reached = SshDevice.at(device, SshDevice.ssh());
        return framing == Framing.CHUNKED
                ? reached
                : reached.withProtocol(reached.protocol().withBase10Only());
    }

    /** Who asks for new keys. */
    private enum Asking {
        DEVICE,
        CLIENT,
        BOTH;

        SshSettings device(SshSettings settings) {
            return this == CLIENT ? settings : settings.rekeyAfter(OFTEN);
        }

        Ssh client(Ssh ssh) {
            return this == DEVICE ? ssh : ssh.withNewKeysAfter(OFTEN);
        }
    }

    private static List<KeysChanged> changes(DeviceSimulator device) {
        List<KeysChanged> changes = new CopyOnWriteArrayList<>();
        device.listen(event -> {
            if (event instanceof KeysChanged changed) {
                changes.add(changed);
            }
        });
        return changes;
    }

    // RFC 4253 section 9: keys are changed while data goes both ways, and none of it is lost.
    @ParameterizedTest
    @EnumSource
    void keysChangeInTheMiddleOfEverything(Asking asking) {
        String value = "v".repeat(350_000);
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(asking::device)) {
            List<KeysChanged> changes = changes(device);
            try (Session session = client.open(SshDevice.at(device, asking.client(SshDevice.ssh())))) {
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
            // 8 MB came and 1.4 MB went; whoever asks notices between two packets, so not at each of the 100,000 bytes
            assertThat(changes).hasSizeGreaterThan(10);
            if (asking != Asking.BOTH) {
                assertThat(changes).extracting(KeysChanged::askedByClient).containsOnly(asking == Asking.CLIENT);
            }
        }
    }

    // RFC 4253 section 9: in the middle of one reply, which is handed up while the keys change.
    @ParameterizedTest
    @EnumSource
    void keysChangeWithinOneReply(Asking asking, @TempDir Path folder) throws Exception {
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(asking::device)) {
            List<KeysChanged> changes = changes(device);
            try (Session session = client.open(SshDevice.at(device, asking.client(SshDevice.ssh())))) {
                Path file = session.send(fill(5_000_000).as(ReplyBody.file(folder.resolve("reply.xml"))));

                assertThat(Files.size(file)).isEqualTo(5_000_000);
                assertThat(changes).hasSizeGreaterThan(5);
                assertThat(session.traffic().isDrained()).isTrue();
            }
        }
    }

    // RFC 4253 section 9: the host proves its key again, and it has to be the one that it began with.
    @ParameterizedTest
    @EnumSource
    void aHostKeyThatChangesWithTheKeysEndsTheSession(Asking asking) {
        HostKeys others = HostKeys.generate(HostKeys.Kind.ED25519);
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = start(
                        settings -> asking.device(settings.hostKeys(FIRST)), new SshFault.OtherHostKeys(others))) {
            Ssh ssh =
                    SshDevice.ssh().withTrust(dev.parley.ssh.HostKeys.pinned(fingerprint(FIRST), fingerprint(others)));
            Session session = client.open(SshDevice.at(device, asking.client(ssh)));
            RequestException lost = catchThrowableOfType(RequestException.class, () -> session.send(fill(5_000_000)));

            assertThat(lost.reason()).as("%s", lost).isEqualTo(RequestException.Reason.SESSION_LOST);
            assertThat(lost)
                    .hasMessageContaining("another key, ssh-ed25519 " + fingerprint(others))
                    .hasMessageContaining("than the one that it began with, ssh-ed25519 " + fingerprint(FIRST));
            assertThat(lost.getCause()).isInstanceOf(ProtocolException.class);
            assertThat(lost).hasRootCauseInstanceOf(HostKeyRefused.class);
            session.ended().join();
        }
    }

    private static SshFingerprint fingerprint(HostKeys keys) {
        return SshFingerprint.parse(keys.fingerprint(HostKeys.Kind.ED25519));
    }

    @Test
    void newKeysAreNotAskedForAllTheTime() {
        assertThatThrownBy(() -> SshDevice.ssh().withNewKeysAfter(65_535))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("new keys after 65535 bytes");
        assertThat(SshDevice.ssh().withNewKeysAfter(1 << 16).newKeysAfter()).isEqualTo(65_536);
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
            Path file = session.send(fill(20_000_000).as(ReplyBody.file(folder.resolve("reply.xml"))));

            assertThat(Files.size(file)).isEqualTo(20_000_000);
            assertThat(session.traffic().wireIn())
                    .isGreaterThan(session.traffic().plainIn());
            assertThat(session.traffic().isDrained()).isTrue();
        }
    }
}
