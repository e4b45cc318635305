package dev.parley.transport;

import dev.parley.device.Device;
import dev.parley.fixture.NothingLeaks;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsProvider;
import dev.parley.tls.TlsTrust;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After every fault there is, at once and on one client: once client and devices are closed, no thread of theirs runs, no
 * socket is open, and no buffer is missing. Alone in its JVM while it runs, so that whatever is left is theirs.
 */
@Timeout(120)
@Isolated
class NothingIsLeftBehindTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    /** How the devices are reached. */
    enum Carrier {
        CLEARTEXT,
        JDK_TLS,
        BORINGSSL_TLS;

        private static final DevicePki PKI = DevicePki.create();

        private DeviceSimulator.Builder secured(DeviceSimulator.Builder device) {
            return this == CLEARTEXT ? device.clearText() : device.tls(TlsSettings.of(PKI));
        }

        private Device reach(DeviceSimulator device) {
            return this == CLEARTEXT
                    ? Device.cleartextTcp(device.host(), device.port())
                    : Device.tls(
                            device.host(),
                            device.port(),
                            Tls.trusting(TlsTrust.authorities(List.of(PKI.authority())))
                                    .withIdentity(TlsIdentity.of(
                                            PKI.client().key(), PKI.client().chain()))
                                    .withProvider(this == JDK_TLS ? TlsProvider.JDK : TlsProvider.BORINGSSL));
        }
    }

    @ParameterizedTest
    @EnumSource(Carrier.class)
    @EnabledOnOs(OS.LINUX)
    void afterEveryFault(Carrier carrier) throws InterruptedException {
        new AfterEveryFault(carrier::secured, carrier::reach).nothingIsLeftBehind();
    }
}
