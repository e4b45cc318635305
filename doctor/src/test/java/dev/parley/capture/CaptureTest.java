package dev.parley.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.capture.PcapngFile.Packet;
import dev.parley.device.Device;
import dev.parley.error.InputException;
import dev.parley.error.ProtocolException;
import dev.parley.error.Traffic;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.framing.Framing;
import dev.parley.message.Capabilities;
import dev.parley.message.ServerHello;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsTrust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules W-01 to W-05: what a capture writes for what it is told. */
class CaptureTest {
    private static final SessionKey PE1 = new SessionKey(1, "pe1");
    private static final SessionKey PE2 = new SessionKey(2, "pe2");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000000123Z");
    private static final InetSocketAddress CLIENT = Ends.ipv4(1, 40001);
    private static final InetSocketAddress SERVER = Ends.ipv4(2, 6513);

    @TempDir
    Path folder;

    @Test
    void aFileBeginsWithItsSectionAndAnInterfaceOfBareIp() throws IOException {
        PcapngFile file = written(CaptureSettings.DEFAULT, capture -> {});

        assertThat(file.types()).containsExactly(PcapngFile.SECTION, PcapngFile.INTERFACE, PcapngFile.STATISTICS);
        ByteBuffer section = file.blocks().get(0).fields();
        assertThat(section.getInt()).as("byte order").isEqualTo(0x1A2B3C4D);
        assertThat(section.getShort()).as("major version").isEqualTo((short) 1);
        assertThat(section.getShort()).as("minor version").isZero();
        assertThat(section.getLong()).as("length not said").isEqualTo(-1);
        assertThat(file.blocks().get(0).comment(16)).contains("made up");
        ByteBuffer network = file.blocks().get(1).fields();
        assertThat(network.getShort()).as("LINKTYPE_RAW").isEqualTo((short) 101);
        assertThat(file.blocks().get(1).options(8)).containsEntry(9, new byte[] {9});
    }

    @Test
    void aConnectionHasABeginningItsBytesAndAnEnd() throws IOException {
        byte[] large = bytes(4000);

        PcapngFile file = written(CaptureSettings.DEFAULT, capture -> {
            connected(capture, PE1, CLIENT, SERVER);
            wire(capture, PE1, true, "hello".getBytes(StandardCharsets.US_ASCII));
            wire(capture, PE1, false, large);
            closed(capture, PE1);
        });

        List<Packet> packets = file.packets();
        assertThat(packets)
                .extracting(Packet::flags)
                .containsExactly(
                        Segment.SYN,
                        Segment.SYN | Segment.ACK,
                        Segment.ACK,
                        Segment.ACK | Segment.PSH,
                        Segment.ACK,
                        Segment.ACK,
                        Segment.ACK | Segment.PSH,
                        Segment.FIN | Segment.ACK,
                        Segment.FIN | Segment.ACK,
                        Segment.ACK);
        assertThat(packets.get(0).comment()).isEqualTo("pe1#1");
        assertThat(packets).extracting(packet -> packet.payload().length).startsWith(0, 0, 0, 5, 1460, 1460, 1080);
        assertThat(packets.get(4).acknowledged()).isEqualTo(packets.get(3).sequence() + 5);
        assertThat(packets.get(7).acknowledged()).isEqualTo(packets.get(6).sequence() + 1080);
        assertThat(packets).allSatisfy(packet -> assertThat(packet.at()).isEqualTo(NOON));
        assertThat(file.stream(40001)).isEqualTo(large);
        assertThat(file.stream(6513)).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
    }

    @Test
    void anEndSaysWhoseItWasAndWhy() throws IOException {
        PcapngFile file = written(CaptureSettings.DEFAULT, capture -> {
            connected(capture, PE1, CLIENT, SERVER);
            failed(capture, PE1, "the device closed the connection", null);
            connected(capture, PE2, CLIENT, SERVER);
            failed(capture, PE2, "the connection failed", new IOException("Connection reset by peer"));
        });

        Packet byDevice = file.packets().get(3);
        assertThat(byDevice.fromPort()).isEqualTo(6513);
        assertThat(byDevice.flags()).isEqualTo(Segment.FIN | Segment.ACK);
        assertThat(byDevice.comment()).contains("the device closed the connection");
        Packet reset = file.packets().get(9);
        assertThat(reset.fromPort()).isEqualTo(6513);
        assertThat(reset.flags()).isEqualTo(Segment.RST | Segment.ACK);
    }

    @Test
    void severalSessionsAndSocketsWithoutAddressesAreToldApart() throws IOException {
        InetSocketAddress v6 = Ends.ipv6(1, 40002);
        SocketAddress unix = new SocketAddress() {
            private static final long serialVersionUID = 1;

            @Override
            public String toString() {
                return "/run/netconf.sock";
            }
        };

        PcapngFile file = written(CaptureSettings.DEFAULT, capture -> {
            connected(capture, PE1, v6, Ends.ipv6(2, 6513));
            connected(capture, PE2, unix, unix);
            wire(capture, PE2, true, bytes(10));
            wire(capture, PE1, true, bytes(20));
        });

        assertThat(file.stream(6513)).isEqualTo(bytes(20));
        assertThat(file.stream(830)).isEqualTo(bytes(10));
        assertThat(file.packets().get(3).comment()).contains("pe2#2", "/run/netconf.sock", "made up");
    }

    @Test
    void secretsStandInFrontOfThePacketsThatNeedThem() throws IOException {
        PcapngFile file = written(CaptureSettings.DEFAULT.withTlsSecrets(), capture -> {
            connected(capture, PE1, CLIENT, SERVER);
            wire(capture, PE1, true, bytes(100));
            capture.keyLog().secret("CLIENT_RANDOM 00 11");
            wire(capture, PE1, false, bytes(200));
            established(capture, PE1);
            wire(capture, PE1, false, bytes(300));
            closed(capture, PE1);
        });

        assertThat(file.types().get(2)).isEqualTo(PcapngFile.SECRETS);
        assertThat(file.secrets()).containsExactly("CLIENT_RANDOM 00 11\n");
        assertThat(file.stream(40001)).hasSize(500);
    }

    @Test
    void withoutAskingThereAreNoSecrets() {
        Device device = Device.tls("pe1", Tls.trusting(TlsTrust.system()));
        try (Capture capture = Capture.open(folder.resolve("x.pcapng"), CaptureSettings.DEFAULT)) {
            assertThat(capture.readable(device)).isSameAs(device);
            assertThatThrownBy(capture::keyLog).isInstanceOf(IllegalStateException.class);
            assertThat(capture.report().warnings()).isEmpty();
        }
    }

    @Test
    void secretsComeWithAWarningAndSoDoesTheirAbsence() {
        try (Capture capture = Capture.open(folder.resolve("x.pcapng"), CaptureSettings.DEFAULT.withTlsSecrets())) {
            capture.keyLog().unavailable("nobody tells them");

            assertThat(capture.report().warnings())
                    .anySatisfy(warning -> assertThat(warning).contains("whoever has it"))
                    .anySatisfy(warning -> assertThat(warning).contains("cannot be read", "nobody tells them"));
        }
    }

    @Test
    void aHandshakeThatNeverEndsIsNotHeldBackForever() throws IOException {
        byte[] much = bytes(1 << 20);

        PcapngFile file = written(CaptureSettings.DEFAULT.withTlsSecrets(), capture -> {
            connected(capture, PE1, CLIENT, SERVER);
            wire(capture, PE1, false, much);
            wire(capture, PE1, false, bytes(1));
        });

        assertThat(file.stream(40001)).hasSize((1 << 20) + 1);
    }

    @Test
    void theFileIsItsOwnersAloneAndTakesThePlaceOfAnother() throws IOException {
        Path path = folder.resolve("x.pcapng");
        Files.writeString(path, "of yesterday");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

        written(CaptureSettings.DEFAULT, capture -> {});

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void aFileThatCannotBeMadeIsSaidSo() {
        Path nowhere = folder.resolve("no/such/x.pcapng");

        assertThatThrownBy(() -> Capture.open(nowhere, CaptureSettings.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("x.pcapng");
    }

    @Test
    void theLimitOfTheFileEndsTheCaptureAndIsSaid() throws IOException {
        Path path = folder.resolve("x.pcapng");
        Capture capture = Capture.open(path, CaptureSettings.DEFAULT.withMaxFileBytes(20_000), () -> NOON);
        connected(capture, PE1, CLIENT, SERVER);
        for (int i = 0; i < 30; i++) {
            wire(capture, PE1, false, bytes(1000));
        }
        capture.close();

        assertThat(Files.size(path)).isLessThanOrEqualTo(20_000).isGreaterThan(15_000);
        CaptureReport report = capture.report();
        assertThat(report.isWhole()).isFalse();
        assertThat(report.stopped()).hasValueSatisfying(why -> assertThat(why).contains("limit of 20000 bytes"));
        assertThat(report.bytes() + report.lostBytes()).isEqualTo(30_000);
        PcapngFile file = PcapngFile.read(path);
        assertThat(file.blocks().get(file.blocks().size() - 1).comment(12))
                .contains("limit", report.lostBytes() + " bytes that passed are missing");
    }

    @Test
    void whatTheDiskIsTooSlowForIsMissingAndCounted() throws IOException {
        Path path = folder.resolve("x.pcapng");
        Capture capture = Capture.open(path, CaptureSettings.DEFAULT.withMaxQueuedBytes(4096), () -> NOON);
        connected(capture, PE1, CLIENT, SERVER);
        wire(capture, PE1, false, bytes(10_000));
        wire(capture, PE1, false, bytes(10));
        capture.close();

        List<Packet> packets = PcapngFile.read(path).packets();
        assertThat(packets.get(3).sequence() - packets.get(1).sequence())
                .as("the gap shows in the numbers")
                .isEqualTo(10_001);
        assertThat(capture.report().lostBytes()).isEqualTo(10_000);
        assertThat(capture.report()).hasToString("1 connection, 10 bytes; 10000 bytes are missing");
    }

    /** What a capture does. */
    private interface Told {
        void to(Capture capture);
    }

    private PcapngFile written(CaptureSettings settings, Told told) throws IOException {
        Path path = folder.resolve("x.pcapng");
        try (Capture capture = Capture.open(path, settings, () -> NOON)) {
            told.to(capture);
        }
        return PcapngFile.read(path);
    }

    private static void connected(Capture capture, SessionKey session, SocketAddress local, SocketAddress remote) {
        capture.on(session, new SessionEvent.Connected(local, remote));
    }

    private static void wire(Capture capture, SessionKey session, boolean outbound, byte[] bytes) {
        capture.on(
                session,
                new SessionEvent.WirePassed(outbound, ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
    }

    private static void established(Capture capture, SessionKey session) {
        ServerHello hello = new ServerHello(1, Capabilities.of(List.of()), Framing.CHUNKED);
        capture.on(session, new SessionEvent.Established(hello, Duration.ZERO));
    }

    private static void closed(Capture capture, SessionKey session) {
        capture.on(session, new SessionEvent.Closed(Traffic.NONE, Duration.ZERO, null));
    }

    private static void failed(Capture capture, SessionKey session, String why, Throwable cause) {
        ProtocolException failure = new ProtocolException(ProtocolException.Reason.TRUNCATED, why, null, cause);
        capture.on(session, new SessionEvent.Closed(Traffic.NONE, Duration.ZERO, failure));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }
}
