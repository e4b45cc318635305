package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.simulator.pki.CertToName;
import dev.parley.simulator.pki.Credentials;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.simulator.pki.Holder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 7589 and RFC 9918 from the device's side (T-02, T-05, T-08 to T-10). */
class TlsTest {
    private static final DevicePki PKI = DevicePki.create();

    private final BlockingQueue<DeviceEvent> events = new LinkedBlockingQueue<>();

    private DeviceSimulator device(TlsSettings settings) {
        return DeviceSimulator.builder().tls(settings).listener(events::add).start();
    }

    private <E extends DeviceEvent> E next(Class<E> kind) throws InterruptedException {
        while (true) {
            DeviceEvent event = events.take();
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "BORINGSSL, TLSv1.2", "BORINGSSL, TLSv1.3"})
    void aSessionOverEveryVersionAndProvider(TlsSettings.Provider provider, String version) throws Exception {
        try (DeviceSimulator device = device(TlsSettings.of(PKI).provider(provider));
                RawClient client = RawClient.tls(device, PKI, version).open()) {
            assertThat(client.call(1, "<close-session/>")).endsWith("<ok/></rpc-reply>");
            assertThat(client.in().read()).isEqualTo(-1);
            DeviceEvent.Secured secured = next(DeviceEvent.Secured.class);
            assertThat(secured.protocol()).isEqualTo(version);
            assertThat(secured.user()).isEqualTo("operator");
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysOfBothKinds(DevicePki.KeyKind kind) throws Exception {
        DevicePki pki = DevicePki.create(kind);
        try (DeviceSimulator device = device(TlsSettings.of(pki));
                RawClient client = RawClient.tls(device, pki).open()) {
            assertThat(client.call(1, "<get/>")).contains("<username>operator</username>");
            assertThat(((SSLSocket) client.socket()).getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void aVersionThatIsNotSpokenIsRefused() throws Exception {
        try (DeviceSimulator device = device(TlsSettings.of(PKI).versions(TlsSettings.Version.TLS_1_3));
                RawClient client = RawClient.tls(device, PKI, "TLSv1.2")) {
            assertThatThrownBy(client::readHello).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aClientOfAnotherAuthorityIsRefused() throws Exception {
        Credentials stranger = DevicePki.create().client();
        try (DeviceSimulator device = device(TlsSettings.of(PKI));
                RawClient client = RawClient.tls(device, RawClient.context(PKI, stranger), "TLSv1.2")) {
            assertThatThrownBy(client::readHello).isInstanceOf(IOException.class);
            assertThat(next(DeviceEvent.Ended.class).reason()).contains("TLS handshake failed");
        }
    }

    @Test
    void aClientWhomNoEntryNamesIsLetGoWithoutHello() throws Exception {
        TlsSettings settings =
                TlsSettings.of(PKI).users(CertToName.of(PKI.authority(), CertToName.MapType.SAN_DNS_NAME));
        try (DeviceSimulator device = device(settings)) {
            try (RawClient client = RawClient.tls(device, PKI)) {
                assertThat(client.in().read()).isEqualTo(-1);
            }
            assertThat(next(DeviceEvent.Ended.class).reason()).contains("no user");
            Credentials named = PKI.issue(Holder.client("x").dns("Nms.Example"));
            try (RawClient client =
                    RawClient.tls(device, RawClient.context(PKI, named)).open()) {
                client.call(1, "<get/>");
                assertThat(device.sessions()).extracting(SessionInfo::user).containsExactly("nms.example");
            }
        }
    }

    @Test
    void aDeviceCallsHomeAndIsTheTlsServerAllTheSame() throws Exception {
        try (DeviceSimulator device = device(TlsSettings.of(PKI));
                ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            device.callHome((InetSocketAddress) listening.getLocalSocketAddress())
                    .get();
            Socket accepted = listening.accept();
            try (SSLSocket tls = (SSLSocket) RawClient.context(PKI, PKI.client())
                    .getSocketFactory()
                    .createSocket(accepted, "localhost", 4335, true)) {
                tls.setUseClientMode(true);
                tls.startHandshake();
                assertThat(next(DeviceEvent.Secured.class).user()).isEqualTo("operator");
            }
        }
    }

    @Test
    void devicesOfAFarmShareThreadsAndStandSideBySide() throws Exception {
        try (DeviceFarm farm = DeviceFarm.open(1)) {
            TlsSettings settings = TlsSettings.of(PKI);
            List<DeviceSimulator> devices = farm.start(
                    20,
                    0,
                    i -> DeviceSimulator.builder().tls(settings).running("<name xmlns=\"urn:x\">pe" + i + "</name>"));
            List<RawClient> clients = new ArrayList<>();
            for (DeviceSimulator device : devices) {
                clients.add(RawClient.tls(device, PKI).open());
            }
            for (int i = 0; i < clients.size(); i++) {
                assertThat(clients.get(i).call(1, "<get-config><source><running/></source></get-config>"))
                        .contains(">pe" + i + "<");
            }
            assertThat(farm.devices()).hasSize(20);
            devices.get(0).close();
            assertThat(farm.devices()).hasSize(19);
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
