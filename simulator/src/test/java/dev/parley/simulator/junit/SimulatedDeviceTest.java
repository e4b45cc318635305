package dev.parley.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.datastore.Datastore;
import dev.parley.simulator.pki.DevicePki;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SimulatedDeviceTest {
    @RegisterExtension
    static final SimulatedDeviceExtension SHARED = SimulatedDeviceExtension.create();

    private static final Set<DeviceSimulator> SEEN = new HashSet<>();
    private static final Set<DeviceSimulator> SHARED_SEEN = new HashSet<>();

    @RegisterExtension
    final SimulatedDeviceExtension own =
            SimulatedDeviceExtension.of(builder -> builder.running("<name xmlns=\"urn:x\">pe1</name>"));

    @RepeatedTest(2)
    void aDeviceForEachTestAndOneForAll() throws Exception {
        try (Socket socket = new Socket(own.host(), own.port())) {
            assertThat(socket.isConnected()).isTrue();
        }
        assertThat(own.device().datastores().read(Datastore.RUNNING).toXml()).contains("pe1");
        assertThat(SEEN.add(own.device())).isTrue();
        SHARED_SEEN.add(SHARED.device());
        assertThat(SHARED_SEEN).hasSize(1);
        for (DeviceSimulator earlier : SEEN) {
            if (!earlier.equals(own.device())) {
                assertThatThrownBy(() -> new Socket(earlier.host(), earlier.port()).close())
                        .isInstanceOf(java.io.IOException.class);
            }
        }
    }

    @Test
    void theFilesOfAClientAreThere() {
        assertThat(own.authorityFile()).content().startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(own.clientFile()).exists();
        assertThat(own.clientKeyFile()).content().contains("PRIVATE KEY");
        assertThat(own.pki()).isNotSameAs(SHARED.pki());
    }

    @Test
    void aDeviceAsAParameter(
            @SimulatedDevice DeviceSimulator device, @SimulatedDevice DevicePki pki, @SimulatedDevice Path files)
            throws Exception {
        assertThat(device.port()).isPositive();
        assertThat(files.resolve(DevicePki.AUTHORITY_FILE)).exists();
        assertThat(Files.readString(files.resolve(DevicePki.SERVER_FILE)))
                .isEqualTo(pki.server().chainPem());
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        LiveDevice live = LiveDevice.start(builder -> builder);
        assertThat(live.directory()).exists();
        live.close();
        assertThat(live.directory()).doesNotExist();
    }
}
