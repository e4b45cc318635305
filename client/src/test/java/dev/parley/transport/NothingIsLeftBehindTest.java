package dev.parley.transport;

import dev.parley.device.Device;
import dev.parley.device.TlsCalls;
import dev.parley.fixture.CallingTransport;
import dev.parley.fixture.NothingLeaks;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsProvider;
import dev.parley.tls.TlsTrust;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
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

    @TempDir
    static Path folder;

    /** How the devices are reached. */
    enum Carrier {
        CLEARTEXT,
        UNIX,
        JDK_TLS,
        BORINGSSL_TLS,
        TLS_CALL_HOME;

        private static final DevicePki PKI = DevicePki.create();
        private static final AtomicInteger SOCKETS = new AtomicInteger();

        private DeviceSimulator.Builder secured(DeviceSimulator.Builder device) {
            return switch (this) {
                case CLEARTEXT -> device.clearText();
                case UNIX -> device.clearText().unix(folder.resolve("device" + SOCKETS.incrementAndGet()));
                case JDK_TLS, BORINGSSL_TLS, TLS_CALL_HOME -> device.tls(TlsSettings.of(PKI));
            };
        }

        private Device reach(DeviceSimulator device) {
            return switch (this) {
                case CLEARTEXT -> Device.cleartextTcp(device.host(), device.port());
                case UNIX -> Device.unix(device.path());
                case JDK_TLS -> Device.tls(device.host(), device.port(), tls(TlsProvider.JDK));
                case BORINGSSL_TLS -> Device.tls(device.host(), device.port(), tls(TlsProvider.BORINGSSL));
                case TLS_CALL_HOME -> CallingTransport.Calling.of(device, new TlsCalls(tls(TlsProvider.AUTO)));
            };
        }

        private static Tls tls(TlsProvider provider) {
            return Tls.trusting(TlsTrust.authorities(List.of(PKI.authority())))
                    .withIdentity(
                            TlsIdentity.of(PKI.client().key(), PKI.client().chain()))
                    .withProvider(provider);
        }
    }

    @ParameterizedTest
    @EnumSource(Carrier.class)
    @EnabledOnOs(OS.LINUX)
    void afterEveryFault(Carrier carrier) throws InterruptedException {
        new AfterEveryFault(carrier::secured, carrier::reach).nothingIsLeftBehind();
    }
}
