package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.device.Protocol;
import dev.parley.fixture.NothingLeaks;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsProvider;
import dev.parley.tls.TlsTrust;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** S-02: sessions that are opened at once resume as those do that are opened one after the other. */
@Timeout(120)
class ResumedTogetherTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static final int AT_ONCE = 64;
    private static final DevicePki PKI = DevicePki.create();

    static Stream<Arguments> providersAndVersions() {
        return Stream.of(TlsProvider.JDK, TlsProvider.BORINGSSL)
                .flatMap(ours -> Stream.of(TlsSettings.Version.values()).map(version -> Arguments.of(ours, version)));
    }

    @ParameterizedTest
    @MethodSource("providersAndVersions")
    void asManyResumeAsWereOpenedBefore(TlsProvider ours, TlsSettings.Version version) {
        try (DeviceSimulator device = DeviceSimulator.builder()
                        .tls(TlsSettings.of(PKI).versions(version))
                        .start();
                NetconfClient client =
                        NetconfClient.builder().withoutLogging().eventLoops(1).build()) {
            Tls tls = Tls.trusting(TlsTrust.authorities(List.of(PKI.authority())))
                    .withIdentity(
                            TlsIdentity.of(PKI.client().key(), PKI.client().chain()))
                    .withProvider(ours);
            Device known = Device.tls("localhost", device.port(), tls)
                    .withProtocol(Protocol.DEFAULT.withHelloHeadStart(Duration.ZERO));

            open(client, known);
            List<Boolean> together = open(client, known);

            assertThat(together).hasSize(AT_ONCE).containsOnly(true);
            for (int i = 0; i < 5; i++) {
                try (Session session = client.open(known)) {
                    assertThat(session.tls().resumed())
                            .as("one after the other")
                            .isTrue();
                }
            }
        }
    }

    /** Whether they were resumed. All of them are open at the same time. */
    private static List<Boolean> open(NetconfClient client, Device device) {
        List<CompletableFuture<Session>> opening = IntStream.range(0, AT_ONCE)
                .mapToObj(number -> client.openAsync(device))
                .toList();
        List<Session> sessions = opening.stream().map(CompletableFuture::join).toList();
        List<Boolean> resumed =
                sessions.stream().map(session -> session.tls().resumed()).toList();
        sessions.stream().map(Session::closeAsync).toList().forEach(CompletableFuture::join);
        return resumed;
    }
}
