package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.simulator.datastore.ManualScheduler;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.fault.StopReading;
import dev.parley.simulator.fault.WireFault;
import dev.parley.simulator.pki.DevicePki;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way to cut and pace the bytes does what it says; the bytes stay the same (F-06, F-07). */
@Timeout(60)
class WireFaultTest {
    private static final DevicePki PKI = DevicePki.create();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String END = "]]>]]>";

    private final ManualScheduler time = new ManualScheduler();

    private DeviceSimulator.Builder device(Fault... faults) {
        return DeviceSimulator.builder()
                .scheduler(time)
                .running("<v xmlns=\"urn:x\">1</v>")
                .faults(FaultPlan.onConnection(1, faults));
    }

    static Stream<Arguments> everyTls() {
        return Stream.of(TlsSettings.Provider.values())
                .flatMap(provider -> Stream.of("TLSv1.2", "TLSv1.3").map(v -> Arguments.of(provider, v)));
    }

    private static TlsSettings tls(TlsSettings.Provider provider) {
        return TlsSettings.of(PKI).provider(provider);
    }

    @ParameterizedTest
    @MethodSource("everyTls")
    void recordsHoldSoManyBytes(TlsSettings.Provider provider, String version) throws Exception {
        try (DeviceSimulator device =
                        device(WireFault.tlsRecords(5, 300)).tls(tls(provider)).start();
                TlsProbe probe = TlsProbe.connect(device, RawClient.context(PKI, PKI.client()), version)) {
            List<Integer> sizes = probe.handshake().sizesUntil(END);
            assertThat(sizes).hasSizeGreaterThan(4).startsWith(5, 300, 300);
            assertThat(sizes.subList(1, sizes.size() - 1)).containsOnly(300);
            assertThat(sizes.get(sizes.size() - 1)).isBetween(1, 300);
        }
    }

    @ParameterizedTest
    @MethodSource("everyTls")
    void recordsOfOneByte(TlsSettings.Provider provider, String version) throws Exception {
        try (DeviceSimulator device =
                        device(WireFault.tlsRecords(1)).tls(tls(provider)).start();
                TlsProbe probe = TlsProbe.connect(device, RawClient.context(PKI, PKI.client()), version)) {
            assertThat(probe.handshake().sizesUntil(END)).containsOnly(1).hasSizeGreaterThan(1000);
        }
    }

    @ParameterizedTest
    @MethodSource("everyTls")
    void oneSegmentHoldsTheEndOfTheHandshakeAndTheHello(TlsSettings.Provider provider, String version)
            throws Exception {
        try (DeviceSimulator device = device(new WireFault.OneSegment(), WireFault.tlsRecords(700))
                        .tls(tls(provider))
                        .start();
                TlsProbe probe = TlsProbe.connect(device, RawClient.context(PKI, PKI.client()), version)) {
            probe.handshake().sizesUntil(END);
            List<TlsProbe.Seen> records = probe.records();
            List<TlsProbe.Seen> hello =
                    records.stream().filter(record -> !record.plain().isEmpty()).toList();
            TlsProbe.Seen before = records.get(records.indexOf(hello.get(0)) - 1);
            assertThat(hello).hasSizeGreaterThan(1).allMatch(record -> record.read() == before.read());
            if (version.equals("TLSv1.2")) {
                assertThat(before.type()).isEqualTo(TlsProbe.HANDSHAKE);
            }
        }
    }

    // Which write a record leaves in is seen in WireShaperTest.
    @ParameterizedTest
    @MethodSource("everyTls")
    void recordsInSegmentsOfTheirOwnStayTheSame(TlsSettings.Provider provider, String version) throws Exception {
        try (DeviceSimulator device = device(new WireFault.RecordPerSegment(Duration.ZERO), WireFault.tlsRecords(400))
                        .tls(tls(provider))
                        .start();
                TlsProbe probe = TlsProbe.connect(device, RawClient.context(PKI, PKI.client()), version)) {
            List<Integer> sizes = probe.handshake().sizesUntil(END);
            assertThat(sizes).hasSizeGreaterThan(1);
            assertThat(sizes.subList(0, sizes.size() - 1)).containsOnly(400);
        }
    }

    @Test
    void segmentsWaitForTheirPause() throws Exception {
        try (DeviceSimulator device = device(new WireFault.TcpSegments(100, MINUTE))
                        .clearText()
                        .start();
                RawClient client = RawClient.tcp(device)) {
            for (int segment = 0; segment < 5; segment++) {
                assertThat(client.in().readNBytes(100)).hasSize(100);
                time.awaitPending(1, PATIENCE);
                assertThat(client.in().available()).isZero();
                time.advance(MINUTE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1400})
    void segmentsCutTheHandshakeToo(int size) throws Exception {
        try (DeviceSimulator device = device(WireFault.tcpSegments(size))
                        .tls(TlsSettings.of(PKI))
                        .start();
                RawClient client = RawClient.tls(device, PKI).open()) {
            assertThat(client.call(1, "<get-config><source><running/></source></get-config>"))
                    .contains("<v xmlns=\"urn:x\">1</v>");
            assertThat(client.call(2, "<close-session/>")).contains("<ok/>");
            assertThat(client.in().read()).isEqualTo(-1);
        }
    }

    @Test
    void messagesDrip() throws Exception {
        try (DeviceSimulator device =
                        device(new WireFault.Drip(50, MINUTE)).clearText().start();
                RawClient client = RawClient.tcp(device)) {
            for (int drop = 0; drop < 4; drop++) {
                assertThat(client.in().readNBytes(50)).hasSize(50);
                time.awaitPending(1, PATIENCE);
                assertThat(client.in().available()).isZero();
                time.advance(MINUTE);
            }
        }
    }

    @Test
    void dripsAreRecords() throws Exception {
        try (DeviceSimulator device = device(new WireFault.Drip(900, MINUTE))
                        .tls(TlsSettings.of(PKI))
                        .start();
                TlsProbe probe = TlsProbe.connect(device, RawClient.context(PKI, PKI.client()), "TLSv1.3")) {
            probe.handshake();
            time.awaitPending(1, PATIENCE);
            time.advance(MINUTE);
            assertThat(probe.sizesUntil(END)).hasSize(2).startsWith(900);
        }
    }

    @Test
    void heldRepliesShareARecord() throws Exception {
        try (DeviceSimulator device = device(new ReplyFault.Held(3, ReplyFault.Order.AS_ASKED))
                        .tls(TlsSettings.of(PKI))
                        .start();
                TlsProbe probe = TlsProbe.connect(device, RawClient.context(PKI, PKI.client()), "TLSv1.3")) {
            probe.handshake().sizesUntil(END);
            probe.send(RawClient.HELLO_10 + END);
            for (int id = 1; id <= 3; id++) {
                probe.send(RawClient.rpc(id, "<discard-changes/>") + END);
            }
            assertThat(probe.read().plain())
                    .containsSubsequence("message-id=\"1\"", END, "message-id=\"2\"", END, "message-id=\"3\"")
                    .endsWith(END);
        }
    }

    @ParameterizedTest
    @MethodSource("momentsToStopReading")
    void aDeviceThatStopsReadingFillsUp(Moment moment) throws Exception {
        try (DeviceSimulator device =
                        device(new StopReading(moment)).clearText().start();
                SocketChannel client = SocketChannel.open(new InetSocketAddress(device.host(), device.port()))) {
            client.configureBlocking(false);
            ByteBuffer filler = ByteBuffer.allocate(1 << 16);
            do {
                fill(client, filler);
                Barrier.pass(device);
            } while (client.write(filler.clear()) > 0);
            assertThat(device.sessions()).isEmpty();
        }
    }

    private static void fill(SocketChannel client, ByteBuffer filler) throws IOException {
        int written;
        do {
            written = client.write(filler.clear());
        } while (written > 0);
    }

    static Stream<Moment> momentsToStopReading() {
        return Stream.of(Moment.Phase.ACCEPTED, Moment.Phase.SECURED, Moment.Phase.HELLO_SENT);
    }

    @Test
    void aClientThatDoesNotReadHoldsTheDeviceBack() throws Exception {
        try (DeviceSimulator device = DeviceSimulator.builder()
                        .clearText()
                        .on("get", request -> Answer.generated(64L << 20))
                        .start();
                RawClient client = RawClient.tcp(device).open(RawClient.HELLO_10)) {
            client.ask(1, "<get/>");
            client.ask(2, "<discard-changes/>");
            Barrier.pass(device);
            assertThat(device.requests())
                    .as("the second waits for the first to leave")
                    .isEqualTo(1);
            byte[] reply = client.in().readNBytes(64 << 20);
            assertThat(new String(reply, reply.length - 12, 12, StandardCharsets.US_ASCII))
                    .isEqualTo("</rpc-reply>");
            assertThat(client.read()).isEmpty();
            assertThat(client.read()).contains("message-id=\"2\"");
        }
    }
}
