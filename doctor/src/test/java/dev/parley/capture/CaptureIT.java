package dev.parley.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.device.Device;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.tls.TlsProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule W-07: captures, judged by Wireshark. */
@Timeout(180)
class CaptureIT {
    private static final String TSHARK = "/usr/bin/tshark";

    @TempDir
    Path folder;

    @BeforeAll
    static void isThere() {
        assumeTrue(Files.isExecutable(Path.of(TSHARK)), "tshark is not installed (Debian: apt-get install tshark)");
    }

    @ParameterizedTest
    @EnumSource(TlsSettings.Version.class)
    void aSessionOverTlsOpensDecryptedAndWithoutItsSecretsItDoesNot(TlsSettings.Version version)
            throws IOException, InterruptedException {
        Path file = folder.resolve("tls.pcapng");
        try (DeviceSimulator device = Conversations.secured(version);
                Capture capture = Capture.open(file, CaptureSettings.DEFAULT.withTlsSecrets())) {
            Device plain =
                    Device.tls("127.0.0.1", device.port(), Conversations.tls().withProvider(TlsProvider.BORINGSSL));
            Device readable = capture.readable(plain);
            Conversations.have(readable, capture);
        }

        assertThat(tshark(file, "-q", "-z", "follow,tls,ascii,0"))
                .contains("<hello", "<get-config", "<interface><name>eth59", "<no-such-thing", "close-session");
        assertThat(PcapngFile.read(file).secrets()).noneMatch(log -> log.contains("EXPORTER"));
        assertNothingIsWrong(file);

        Path hidden = folder.resolve("hidden.pcapng");
        Files.write(hidden, withoutSecrets(Files.readAllBytes(file)));
        assertThat(tshark(hidden, "-q", "-z", "follow,tls,ascii,0")).doesNotContain("hello", "eth59");
        assertThat(tshark(hidden, "-Y", "tls.app_data", "-T", "fields", "-e", "frame.number")
                        .lines())
                .hasSizeGreaterThan(4);
        assertThat(tshark(hidden, "-x")).doesNotContain("netconf:base", "geheim");
        assertNothingIsWrong(hidden);
    }

    @ParameterizedTest
    @EnumSource(TlsSettings.Version.class)
    void theDissectorNamesTheMessagesInsideTls(TlsSettings.Version version) throws IOException, InterruptedException {
        Path file = folder.resolve("tls.pcapng");
        try (DeviceSimulator device = Conversations.secured(version);
                Capture capture = Capture.open(file, CaptureSettings.DEFAULT.withTlsSecrets())) {
            Device plain =
                    Device.tls("127.0.0.1", device.port(), Conversations.tls().withProvider(TlsProvider.BORINGSSL));
            Conversations.have(capture.readable(plain), capture);
        }

        assertThatTheMessagesAreNamed(file);
    }

    @ParameterizedTest
    @EnumSource(Base.class)
    void theDissectorNamesTheMessagesInClearText(Base base) throws IOException, InterruptedException {
        Path file = folder.resolve("tcp.pcapng");
        DeviceSimulator.Builder builder = Conversations.device().clearText();
        try (DeviceSimulator device = (base == Base.CHUNKS ? builder : builder.base10Only()).start();
                Capture capture = Capture.open(file, CaptureSettings.DEFAULT)) {
            Conversations.have(Device.cleartextTcp("127.0.0.1", device.port()), capture);
        }

        assertThatTheMessagesAreNamed(file);
        assertNothingIsWrong(file);
    }

    private enum Base {
        CHUNKS,
        END_OF_MESSAGE
    }

    @Test
    void withTheTlsOfTheJdkACaptureSaysThatItCannotBeRead() throws IOException, InterruptedException {
        Path file = folder.resolve("jdk.pcapng");
        CaptureReport report;
        try (DeviceSimulator device = Conversations.secured(TlsSettings.Version.TLS_1_3);
                Capture capture = Capture.open(file, CaptureSettings.DEFAULT.withTlsSecrets())) {
            Device plain =
                    Device.tls("127.0.0.1", device.port(), Conversations.tls().withProvider(TlsProvider.JDK));
            Conversations.have(capture.readable(plain), capture);
            report = capture.report();
        }

        assertThat(report.warnings()).anySatisfy(warning -> assertThat(warning).contains("JDK", "BoringSSL"));
        assertThat(PcapngFile.read(file).secrets()).isEmpty();
        assertNothingIsWrong(file);
    }

    private void assertThatTheMessagesAreNamed(Path file) throws IOException, InterruptedException {
        Path lua = Files.writeString(folder.resolve("netconf.lua"), WiresharkDissector.lua());

        String shown = tshark(
                file,
                "-X",
                "lua_script:" + lua,
                "-Y",
                "netconf",
                "-T",
                "fields",
                "-e",
                "_ws.col.Protocol",
                "-e",
                "_ws.col.Info");

        assertThat(shown.lines()).allSatisfy(line -> assertThat(line).startsWith("NETCONF"));
        assertThat(shown)
                .containsPattern("\thello\n")
                .containsPattern("\thello session-id=\\d+\n")
                .containsPattern("\trpc get-config message-id=1\n")
                .containsPattern("\trpc-reply data message-id=1\n")
                .containsPattern("\trpc edit-config message-id=2\n")
                .containsPattern("\trpc-reply ok message-id=2\n")
                .containsPattern("\trpc-reply rpc-error operation-not-supported message-id=3\n")
                .containsPattern("\trpc close-session message-id=4\n");
        assertThat(tshark(
                        file,
                        "-X",
                        "lua_script:" + lua,
                        "-Y",
                        "xml.tag contains \"eth59\" or xml.cdata contains \"eth59\""))
                .isNotEmpty();
        assertThat(tshark(file, "-X", "lua_script:" + lua, "-Y", "_ws.malformed or _ws.lua.error or netconf.chunk.bad"))
                .isEmpty();
    }

    private void assertNothingIsWrong(Path file) throws IOException, InterruptedException {
        assertThat(tshark(
                        file,
                        "-Y",
                        "_ws.malformed or ip.checksum.status == 0 or tcp.checksum.status == 0"
                                + " or tcp.analysis.lost_segment or tcp.analysis.retransmission"
                                + " or tcp.analysis.out_of_order or tcp.analysis.ack_lost_segment"))
                .isEmpty();
        assertThat(tshark(file, "-Y", "tcp.checksum.status == 1 and ip.checksum.status == 1")
                        .lines())
                .hasSizeGreaterThan(10);
    }

    private String tshark(Path file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                TSHARK, "-r", file.toString(), "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"));
        command.addAll(List.of(arguments));
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        assertThat(Files.readString(errors)).doesNotContain("Lua: Error", "lua:");
        return out;
    }

    /** The same file without its Decryption Secrets Blocks. */
    private static byte[] withoutSecrets(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(file.length);
        while (in.hasRemaining()) {
            int length = in.getInt(in.position() + 4);
            if (in.getInt(in.position()) != PcapngFile.SECRETS) {
                out.put(in.slice(in.position(), length));
            }
            in.position(in.position() + length);
        }
        byte[] kept = new byte[out.position()];
        out.flip().get(kept);
        return kept;
    }
}
