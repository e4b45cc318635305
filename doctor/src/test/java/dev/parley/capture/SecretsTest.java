package dev.parley.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.tls.TlsProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules W-02 and W-03: which secrets of a session with BoringSSL are in a capture, and when. */
class SecretsTest {
    @TempDir
    Path folder;

    static Stream<Arguments> versions() {
        return Stream.of(
                Arguments.of(TlsSettings.Version.TLS_1_2, List.of("CLIENT_RANDOM")),
                Arguments.of(
                        TlsSettings.Version.TLS_1_3,
                        List.of(
                                "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                                "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                                "CLIENT_TRAFFIC_SECRET_0",
                                "SERVER_TRAFFIC_SECRET_0")));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theSecretsOfTrafficAreThereAndNoOther(TlsSettings.Version version, List<String> labels) throws IOException {
        Path file = folder.resolve("x.pcapng");
        try (DeviceSimulator device = Conversations.secured(version);
                Capture capture = Capture.open(file, CaptureSettings.DEFAULT.withTlsSecrets())) {
            Device plain =
                    Device.tls("127.0.0.1", device.port(), Conversations.tls().withProvider(TlsProvider.BORINGSSL));
            Conversations.have(capture.readable(plain), capture);
        }

        PcapngFile capture = PcapngFile.read(file);
        assertThat(capture.secrets()).hasSize(1);
        List<String> lines = capture.secrets().get(0).lines().toList();
        assertThat(lines).extracting(line -> line.split(" ")[0]).containsExactlyInAnyOrderElementsOf(labels);
        assertThat(lines).allMatch(line -> line.matches("[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]{64,96}"));
        assertThat(capture.types().indexOf(PcapngFile.SECRETS))
                .isLessThan(capture.types().indexOf(PcapngFile.PACKET));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void nobodyWhoDoesNotAskIsToldAnything(TlsSettings.Version version) throws IOException {
        Path file = folder.resolve("x.pcapng");
        try (DeviceSimulator device = Conversations.secured(version);
                Capture capture = Capture.open(file, CaptureSettings.DEFAULT)) {
            Device plain =
                    Device.tls("127.0.0.1", device.port(), Conversations.tls().withProvider(TlsProvider.BORINGSSL));
            Conversations.have(capture.readable(plain), capture);
        }

        assertThat(PcapngFile.read(file).types()).doesNotContain(PcapngFile.SECRETS);
    }
}
