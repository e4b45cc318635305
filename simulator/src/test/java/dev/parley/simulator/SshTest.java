package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.simulator.ssh.Algorithms;
import dev.parley.simulator.ssh.AuthMethod;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The device over SSH, seen by somebody else's client (RFC 6242, 4252, 4254, 4256). */
@Timeout(60)
class SshTest {
    private static final HostKeys KEYS = HostKeys.generate();
    private static final SshUser OPERATOR = SshUser.named("operator").password("secret");
    private static final SshSettings SSH =
            SshSettings.of(KEYS, OPERATOR).algorithms(Algorithms.usual().keyExchange("curve25519-sha256"));

    private final LinkedBlockingQueue<DeviceEvent> events = new LinkedBlockingQueue<>();

    private DeviceSimulator start(SshSettings settings) {
        return described(settings).start();
    }

    private DeviceSimulator.Builder described(SshSettings settings) {
        return DeviceSimulator.builder()
                .ssh(settings)
                .running("<v xmlns=\"urn:x\">1</v>")
                .listener(events::add);
    }

    private <E extends DeviceEvent> E await(Class<E> kind) throws InterruptedException {
        while (true) {
            DeviceEvent event = events.poll(SshProbe.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(event).as("an event of " + kind.getSimpleName()).isNotNull();
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
    }

    @Test
    void aSessionIsWhatItIsOverTls() throws Exception {
        try (DeviceSimulator device = start(SSH);
                SshProbe probe = SshProbe.login(device, "operator", "secret")) {
            RawClient client = probe.netconf().open();
            assertThat(client.call(1, "<get/>"))
                    .contains("<v xmlns=\"urn:x\">1</v>")
                    .contains("<transport>netconf-ssh</transport><username>operator</username>");
            assertThat(await(DeviceEvent.LoginAsked.class).user()).isEqualTo("operator");
            DeviceEvent.Secured secured = await(DeviceEvent.Secured.class);
            assertThat(secured.user()).isEqualTo("operator");
            assertThat(secured.protocol()).isEqualTo("SSH-2.0");
            assertThat(secured.cipherSuite()).matches("\\S+ ecdsa-sha2-nistp256 \\S+ \\S+");
            assertThat(client.call(2, "<close-session/>")).contains("<ok/>");
            assertThat(client.in().read()).isEqualTo(-1);
            assertThat(await(DeviceEvent.Ended.class).reason()).isEqualTo("close-session");
            assertThat(device.sessions()).isEmpty();
        }
    }

    @Test
    void twoSessionsShareAConnection() throws Exception {
        try (DeviceSimulator device = start(SSH);
                SshProbe probe = SshProbe.login(device, "operator", "secret")) {
            RawClient one = probe.netconf().open();
            RawClient two = probe.netconf().open();
            assertThat(one.call(1, "<lock><target><running/></target></lock>")).contains("<ok/>");
            assertThat(two.call(1, "<lock><target><running/></target></lock>")).contains("lock-denied");
            assertThat(device.sessions()).hasSize(2);
            assertThat(device.connections()).isEqualTo(1);
            one.close();
            await(DeviceEvent.Ended.class);
            assertThat(two.call(2, "<lock><target><running/></target></lock>")).contains("<ok/>");
        }
    }

    @ParameterizedTest
    @CsvSource({"operator,wrong", "nobody,secret"})
    void whoeverIsNotKnownIsRefused(String user, String password) {
        try (DeviceSimulator device = start(SSH)) {
            assertThatThrownBy(() -> SshProbe.login(device, user, password).close())
                    .hasMessageContaining("No more authentication methods available");
            assertThat(device.sessions()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(HostKeys.Kind.class)
    void aUserIsKnownByItsKey(HostKeys.Kind kind) throws Exception {
        KeyPair own = HostKeys.newPair(kind);
        KeyPair other = HostKeys.newPair(kind);
        SshSettings settings = SshSettings.of(KEYS, SshUser.named("operator").key(own.getPublic()));
        try (DeviceSimulator device = start(settings);
                SshProbe probe = SshProbe.connect(device, "operator");
                SshProbe stranger = SshProbe.connect(device, "operator")) {
            assertThat(probe.key(own).authenticate().netconf().readHello()).contains("session-id");
            assertThatThrownBy(() -> stranger.key(other).authenticate()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void questionsAreAskedTogetherAndAnswered() throws Exception {
        SshUser user = SshUser.named("operator").question("Token: ", "123").question("Colour: ", "blue");
        SshSettings settings = SshSettings.of(KEYS, user).anyOf(AuthMethod.KEYBOARD_INTERACTIVE);
        try (DeviceSimulator device = start(settings);
                SshProbe probe = SshProbe.connect(device, "operator");
                SshProbe wrong = SshProbe.connect(device, "operator")) {
            assertThat(probe.answers("123", "blue").authenticate().netconf().readHello())
                    .contains("session-id");
            assertThatThrownBy(() -> wrong.answers("123", "red").authenticate()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aSequenceOfMethodsIsNeededAsAWhole() throws Exception {
        KeyPair own = HostKeys.newPair(HostKeys.Kind.ED25519);
        SshSettings settings =
                SshSettings.of(KEYS, OPERATOR.key(own.getPublic())).allOf(AuthMethod.PUBLIC_KEY, AuthMethod.PASSWORD);
        try (DeviceSimulator device = start(settings);
                SshProbe both = SshProbe.connect(device, "operator");
                SshProbe half = SshProbe.connect(device, "operator")) {
            assertThat(both.key(own).password("secret").authenticate().netconf().readHello())
                    .contains("session-id");
            assertThatThrownBy(() -> half.key(own).authenticate()).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> SSH.anyOf()).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"ED25519,ssh-ed25519", "RSA,rsa-sha2-512", "RSA,rsa-sha2-256", "ECDSA,ecdsa-sha2-nistp256"})
    void theDeviceIsKnownByItsKeys(HostKeys.Kind kind, String algorithm) throws Exception {
        SshSettings settings = SSH.algorithms(SSH.algorithms().hostKeys(algorithm));
        try (DeviceSimulator device = start(settings);
                SshProbe probe = SshProbe.login(device, "operator", "secret")) {
            assertThat(HostKeys.fingerprint(probe.hostKey().get()))
                    .isEqualTo(device.hostKeys().fingerprint(kind));
        }
    }

    @Test
    void theDeviceIsKnownByWhoCertifiesIt() throws Exception {
        KeyPair authority = HostKeys.newPair(HostKeys.Kind.ED25519);
        SshSettings settings = SSH.hostKeys(KEYS.certifiedBy(authority, "127.0.0.1"));
        try (DeviceSimulator device = start(settings);
                SshProbe probe = SshProbe.login(device, "operator", "secret")) {
            OpenSshCertificate shown = (OpenSshCertificate) probe.hostKey().get();
            assertThat(HostKeys.line(shown.getCaPubKey())).isEqualTo(HostKeys.line(authority.getPublic()));
            assertThat(shown.getPrincipals()).containsExactly("127.0.0.1");
            assertThat(KEYS.fingerprints()).contains(HostKeys.fingerprint(shown.getCertPubKey()));
        }
        assertThat(HostKeys.authorityLine(authority.getPublic())).startsWith("@cert-authority * ssh-ed25519 AAAA");
    }

    @Test
    void theLinesOfKnownHostsNameThePort() {
        assertThat(KEYS.knownHosts("127.0.0.1", 830)).hasSize(3).allMatch(line -> line.startsWith("[127.0.0.1]:830 "));
        assertThat(KEYS.knownHosts("pe1", 22)).allMatch(line -> line.startsWith("pe1 "));
        assertThat(KEYS.fingerprints()).hasSize(3).allMatch(line -> line.matches("SHA256:[A-Za-z0-9+/]{43}"));
        assertThat(OPERATOR.toString()).isEqualTo("SshUser[operator]");
    }

    @Test
    void nothingInCommonIsTheEndAndTheDeviceSaysWhy() throws Exception {
        SshSettings settings = SSH.algorithms(SSH.algorithms().ciphers("aes256-gcm@openssh.com"));
        List<NamedFactory<Cipher>> others = List.of(BuiltinCiphers.aes128ctr);
        try (DeviceSimulator device = start(settings)) {
            assertThatThrownBy(() -> {
                        try (SshProbe probe =
                                SshProbe.connect(device, "operator", client -> client.setCipherFactories(others))) {
                            probe.password("secret").authenticate();
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(await(DeviceEvent.Ended.class).reason()).isNotEmpty();
        }
        assertThatThrownBy(() -> Algorithms.usual().macs("rot13")).hasMessageContaining("rot13");
    }

    @Test
    void theSubsystemMayHaveAnotherNameOrBeACommand() throws Exception {
        SshSettings settings = SSH.subsystem("xmlagent").command("xml-mode netconf need-trailer");
        try (DeviceSimulator device = start(settings);
                SshProbe probe = SshProbe.login(device, "operator", "secret")) {
            assertThat(probe.on(probe.session().createSubsystemChannel("xmlagent"))
                            .readHello())
                    .contains("session-id");
            assertThat(probe.on(probe.exec("xml-mode netconf need-trailer")).readHello())
                    .contains("session-id");
            assertThat(probe.netconf().in().read()).isEqualTo(-1);
        }
        try (DeviceSimulator device = start(SSH.withoutSubsystem());
                SshProbe probe = SshProbe.login(device, "operator", "secret")) {
            assertThat(probe.netconf().in().read()).isEqualTo(-1);
        }
    }

    @Test
    void keysChangeUnderWay() throws Exception {
        int bytes = 4 << 20;
        try (DeviceSimulator device = described(SSH.rekeyAfter(1 << 20).window(64 * 1024))
                        .on("get", request -> Answer.generated(bytes))
                        .start();
                SshProbe probe = SshProbe.login(device, "operator", "secret")) {
            RawClient client = probe.netconf().open();
            assertThat(client.call(1, "<get/>")).hasSize(bytes).endsWith("</generated></data></rpc-reply>");
            String big = "<v xmlns=\"urn:x\">" + "v".repeat(1 << 20) + "</v>";
            assertThat(client.call(
                            2, "<edit-config><target><candidate/></target><config>" + big + "</config></edit-config>"))
                    .contains("<ok/>");
            assertThat(client.call(3, "<get/>")).hasSize(bytes).endsWith("</generated></data></rpc-reply>");
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsTheDeviceBack() throws Exception {
        int bytes = 64 << 20;
        try (DeviceSimulator device = described(SSH)
                        .on("get", request -> Answer.generated(bytes))
                        .start();
                SshProbe probe = SshProbe.login(device, "operator", "secret")) {
            RawClient client = probe.netconf().open(RawClient.HELLO_10);
            client.ask(1, "<get/>");
            client.ask(2, "<discard-changes/>");
            await(DeviceEvent.Requested.class);
            try (SshProbe other = SshProbe.login(device, "operator", "secret")) {
                assertThat(other.netconf().readHello()).contains("session-id");
            }
            assertThat(device.requests()).isEqualTo(1);
            byte[] reply = client.in().readNBytes(bytes);
            assertThat(new String(reply, bytes - 12, 12, StandardCharsets.US_ASCII))
                    .isEqualTo("</rpc-reply>");
            assertThat(client.read()).isEmpty();
            assertThat(client.read()).contains("message-id=\"2\"");
        }
    }

    @Test
    void aJumpHostLeadsToAnotherDevice() throws Exception {
        SshSettings jump = SSH.forwarding(SshSettings.Forwarding.ANYWHERE);
        try (DeviceSimulator host = start(jump);
                DeviceSimulator device = DeviceSimulator.builder()
                        .clearText()
                        .on("get", request -> Answer.generated(8 << 20))
                        .start();
                SshProbe probe = SshProbe.login(host, "operator", "secret")) {
            SshdSocketAddress to = new SshdSocketAddress(device.host(), device.port());
            RawClient client =
                    probe.on(probe.session().createDirectTcpipChannel(null, to)).open();
            assertThat(client.call(1, "<get/>")).hasSize(8 << 20);
            assertThat(client.call(2, "<close-session/>")).contains("<ok/>");
            assertThat(client.in().read()).isEqualTo(-1);
        }
        try (DeviceSimulator device = start(SSH);
                SshProbe probe = SshProbe.login(device, "operator", "secret")) {
            SshdSocketAddress to = new SshdSocketAddress(device.host(), device.port());
            assertThatThrownBy(() -> probe.on(probe.session().createDirectTcpipChannel(null, to)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aDeviceThatCallsHomeIsTheSshServer() throws Exception {
        try (DeviceSimulator device = start(SSH);
                ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> called = device.callHome((InetSocketAddress) listening.getLocalSocketAddress());
            try (Socket caller = listening.accept();
                    RawClient client = RawClient.on(caller)) {
                called.get();
                assertThat(client.readUntil("\r\n")).isEqualTo("SSH-2.0-Parley-simulator");
            }
        }
    }

    @Test
    void manyDevicesShareTheThreadsOfTheirFarm() throws Exception {
        int devices = 50;
        try (DeviceFarm farm = DeviceFarm.open(2)) {
            List<DeviceSimulator> all = farm.start(devices, 0, i -> described(SSH));
            try (SshProbe probe = SshProbe.login(all.get(0), "operator", "secret")) {
                for (DeviceSimulator device : all) {
                    assertThat(probe.netconfWith(device, "operator", "secret")
                                    .open()
                                    .call(1, "<discard-changes/>"))
                            .contains("<ok/>");
                }
                assertThat(Thread.getAllStackTraces().keySet().stream()
                                .map(Thread::getName)
                                .filter(name -> name.contains("SshServer")))
                        .as("threads that MINA made for a server")
                        .isEmpty();
                assertThat(all.stream().mapToInt(each -> each.sessions().size()))
                        .hasSize(devices)
                        .containsOnly(1);
            }
        }
    }
}
