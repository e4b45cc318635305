package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.WireFault;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A device listens on a UNIX socket, or nowhere. */
@Timeout(60)
class PlaceTest {
    @TempDir
    private Path directory;

    private static RawClient connect(DeviceSimulator device) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(device.path()));
        return RawClient.on(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
    }

    @Test
    void aSessionOverAUnixSocketIsASession() throws IOException {
        Path file = directory.resolve("netconf.sock");
        DeviceSimulator device =
                DeviceSimulator.builder().clearText().unix(file).start();
        try (device;
                RawClient client = connect(device).open()) {
            assertThat(client.call(1, "<get/>"))
                    .contains("<session-id>1</session-id>")
                    .doesNotContain("<source-host>");
            assertThat(client.call(2, "<close-session/>")).contains("<ok/>");
            assertThat(client.in().read()).isEqualTo(-1);
            assertThatThrownBy(device::port).hasMessageContaining("netconf.sock");
            assertThatThrownBy(() ->
                            DeviceSimulator.builder().clearText().unix(file).start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("netconf.sock");
        }
        assertThat(Files.exists(file)).isFalse();
    }

    @Test
    void itsFaultsAreThoseOfTcp() throws IOException {
        FaultPlan faults = FaultPlan.onConnection(1, WireFault.tcpSegments(7))
                .andOnConnection(2, new Break(new Moment.InHello(20), Ending.FIN))
                .andOnConnection(3, new Break(Moment.Phase.SECURED, Ending.RESET));
        try (DeviceSimulator device = DeviceSimulator.builder()
                        .clearText()
                        .unix(directory.resolve("s"))
                        .faults(faults)
                        .start();
                RawClient cut = connect(device).open();
                RawClient broken = connect(device);
                RawClient reset = connect(device)) {
            assertThat(cut.call(1, "<discard-changes/>")).contains("<ok/>");
            assertThat(broken.in().readAllBytes()).hasSize(20);
            assertThat(reset.in().readAllBytes()).isEmpty();
        }
    }

    @Test
    void whoListensNowhereHasNoPort() {
        try (DeviceSimulator device =
                DeviceSimulator.builder().clearText().withoutListening().start()) {
            assertThatThrownBy(device::port).hasMessageContaining("nowhere");
            assertThatThrownBy(device::path).hasMessageContaining("nowhere");
        }
    }
}
