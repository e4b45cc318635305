package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.CallHome;
import dev.parley.device.Device;
import dev.parley.device.Inventory;
import dev.parley.device.Timeouts;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.event.SessionEvent;
import dev.parley.fixture.Desk;
import dev.parley.fixture.WatchedClient;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.session.CallHomeContract;
import dev.parley.session.CallHomeListener;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceEvent;
import dev.parley.simulator.DeviceFarm;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.ssh.HostKeys.Kind;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Devices that call over SSH (RFC 8071): they dial, and are the SSH servers all the same. */
@Timeout(120)
class SshCallHomeTest extends CallHomeContract {
    private static SshSettings settings(dev.parley.simulator.ssh.HostKeys keys, String password) {
        return SshSettings.of(keys, SshUser.named("admin").password(password));
    }

    private static dev.parley.simulator.ssh.HostKeys keys() {
        return dev.parley.simulator.ssh.HostKeys.generate(Kind.ED25519);
    }

    private static DeviceSimulator.Builder device(String name, SshSettings settings) {
        return DeviceSimulator.builder()
                .running("<system xmlns='urn:example:system'><name>" + name + "</name></system>")
                .ssh(settings);
    }

    /** The trust is never asked: callers are known by the inventory. */
    private static Ssh ssh(String user, String password) {
        SshFingerprint nobody = new SshFingerprint("SHA256:" + "A".repeat(43));
        return Ssh.trusting(HostKeys.pinned(nobody)).as(user, SshLogin.password(password::toCharArray));
    }

    @Override
    protected CallHome calls(Inventory inventory) {
        return SshCalls.of(ssh("admin", "secret"), inventory).on("127.0.0.1", 0);
    }

    @Override
    protected Caller caller(String name) {
        var keys = keys();
        return new Caller(keys.fingerprint(Kind.ED25519), device(name, settings(keys, "secret")));
    }

    /** Of {@code SSH-2.0}: we are the SSH client, and our identification comes unasked (RFC 4253 section 4.2). */
    @Override
    protected int firstByte() {
        return 'S';
    }

    @Test
    void aDeviceThatCallsIsKnownByItsHostKeyAndServedLikeAnyOther() throws InterruptedException {
        Desk desk = new Desk();
        var keys = keys();
        BlockingQueue<DeviceEvent> told = new LinkedBlockingQueue<>();
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = device("pe1", settings(keys, "secret"))
                        .listener(told::add)
                        .start()) {
            CallHomeListener listener = client.netconf()
                    .listen(calls(Inventory.of(Map.of(keys.fingerprint(Kind.ED25519), Device.calling("pe1")))), desk);

            device.callHome(listener.address()).join();
            try (Session session = desk.session()) {
                assertThat(session.send(GetConfig.from(Datastore.RUNNING)).toString())
                        .contains("<name>pe1</name>");
                assertThat(session.device().name()).isEqualTo("pe1");
                assertThat(session.timeline().entries())
                        .extracting(entry -> entry.phase())
                        .containsExactly(Phase.SECURE, Phase.AUTHENTICATE, Phase.HELLO);
            }
            assertThat(client.recorder().events(SessionEvent.Identified.class)).hasSize(1);
            assertThat(allOf(told)).contains(new DeviceEvent.LoginAsked(1, "admin", "none"));
            assertThat(listener.counts()).isEqualTo(new CallHomeListener.Counts(1, 1, 0, 0, 0));
        }
    }

    @Test
    void aHostKeyThatTheInventoryDoesNotHaveIsRefusedBeforeAnythingOfOursIsShown() throws InterruptedException {
        Desk desk = new Desk();
        var keys = keys();
        BlockingQueue<DeviceEvent> told = new LinkedBlockingQueue<>();
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator stranger = device("pe2", settings(keys, "secret"))
                        .listener(told::add)
                        .start()) {
            CallHomeListener listener = client.netconf()
                    .listen(calls(Inventory.of(Map.of(keys().fingerprint(Kind.ED25519), Device.calling("pe1")))), desk);

            stranger.callHome(listener.address()).join();
            OpenException refusal = refusal(desk);

            assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_CALLER);
            assertThat(refusal.phase()).isEqualTo(Phase.SECURE);
            assertThat(refusal).hasMessageContaining(keys.fingerprint(Kind.ED25519));
            assertThat(refusal.advice()).isPresent();
            assertThat(desk.isEmpty()).isTrue();
            // neither a user's name nor a credential
            assertThat(allOf(told)).noneMatch(DeviceEvent.LoginAsked.class::isInstance);
        }
    }

    /** What a device is told, up to the end of its connection. */
    private static List<DeviceEvent> allOf(BlockingQueue<DeviceEvent> told) throws InterruptedException {
        List<DeviceEvent> all = new ArrayList<>();
        do {
            all.add(told.take());
        } while (!(all.get(all.size() - 1) instanceof DeviceEvent.Ended));
        return all;
    }

    /** RFC 8071 section 3.1, C6: only credentials that belong to this device are shown to it. */
    @Test
    void eachDeviceIsLoggedInToWithWhatIsForIt() throws InterruptedException {
        Desk desk = new Desk();
        Map<String, Device> devices = new HashMap<>();
        List<DeviceSimulator> fleet = new ArrayList<>();
        try (WatchedClient client = WatchedClient.create();
                DeviceFarm farm = DeviceFarm.open(1)) {
            for (int i = 0; i < 3; i++) {
                var keys = keys();
                String password = i == 2 ? "secret" : "secret" + i;
                Device known = Device.calling("pe" + i);
                devices.put(
                        keys.fingerprint(Kind.ED25519),
                        i == 2 ? known : known.withAccess(new SshAccess("192.0.2.1", 830, ssh("admin", password))));
                fleet.add(farm.start(device("pe" + i, settings(keys, password))));
            }
            CallHomeListener listener = client.netconf().listen(calls(Inventory.of(devices)), desk);

            for (int i = 0; i < 3; i++) {
                fleet.get(i).callHome(listener.address()).join();
                try (Session session = desk.session()) {
                    assertThat(session.device().name()).isEqualTo("pe" + i);
                }
            }
        }
    }

    @Test
    void theInventoryIsAskedOnceHoweverOftenKeysAreChanged() throws InterruptedException {
        Desk desk = new Desk();
        var keys = keys();
        List<String> asked = new CopyOnWriteArrayList<>();
        Inventory inventory = caller -> {
            asked.add(Thread.currentThread().getName());
            return Optional.of(Device.calling("pe" + asked.size()));
        };
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = device("pe1", settings(keys, "secret").rekeyAfter(20_000))
                        .start()) {
            CallHomeListener listener = client.netconf().listen(calls(inventory), desk);
            device.callHome(listener.address()).join();
            try (Session session = desk.session()) {
                for (int i = 0; i < 300; i++) {
                    session.send(GetConfig.from(Datastore.RUNNING));
                }
                assertThat(session.device().name()).isEqualTo("pe1");
            }
        }
        assertThat(asked).singleElement().asString().startsWith("parley-inventory");
    }

    @Test
    void aWrongPasswordIsARefusalOfTheDevicesByName() throws InterruptedException {
        Desk desk = new Desk();
        var keys = keys();
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device =
                        device("pe1", settings(keys, "another")).start()) {
            CallHomeListener listener = client.netconf()
                    .listen(calls(Inventory.of(Map.of(keys.fingerprint(Kind.ED25519), Device.calling("pe1")))), desk);

            device.callHome(listener.address()).join();
            OpenException refusal = refusal(desk);

            assertThat(refusal.reason()).isEqualTo(Reason.AUTHENTICATION_REFUSED);
            assertThat(refusal.phase()).isEqualTo(Phase.AUTHENTICATE);
            assertThat(refusal).hasMessageStartingWith("call from pe1 (127.0.0.1:");
        }
    }

    @Test
    void whoSaysNothingIsLetGo() throws IOException, InterruptedException {
        Desk desk = new Desk();
        CallHome how = calls(caller -> Optional.empty())
                .withTimeouts(Timeouts.DEFAULT.with(Phase.SECURE, Duration.ofSeconds(2)));
        try (WatchedClient client = WatchedClient.create()) {
            CallHomeListener listener = client.netconf().listen(how, desk);
            try (Socket silent = dial(listener.address())) {
                assertThat(refusal(desk).reason()).isEqualTo(Reason.HANDSHAKE_TIMEOUT);
                // we are the SSH client: our identification comes unasked
                assertThat(new String(silent.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("SSH-2.0-");
            }
            listener.close();
            assertThat(listener.counts().unknown()).isZero();
        }
    }

    @Test
    void whoSpeaksSomethingElseIsToldFrom() throws IOException, InterruptedException {
        Desk desk = new Desk();
        try (WatchedClient client = WatchedClient.create()) {
            CallHomeListener listener = client.netconf().listen(calls(caller -> Optional.empty()), desk);
            try (Socket browser = dial(listener.address())) {
                browser.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(refusal(desk).reason()).isEqualTo(Reason.NOT_SSH);
            }
            assertThat(listener.counts().unknown()).isZero();
        }
    }
}
