package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.CallHome;
import dev.parley.device.Device;
import dev.parley.device.Inventory;
import dev.parley.device.Timeouts;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.fixture.Crew;
import dev.parley.fixture.Desk;
import dev.parley.fixture.WatchedClient;
import dev.parley.simulator.DeviceFarm;
import dev.parley.simulator.DeviceSimulator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds when many call, whatever secures the calls (RFC 8071, CH-10). Each way to secure them has a subclass. */
// its package is exported, but not with the tests in it
@SuppressWarnings("exports")
public abstract class CallHomeContract {
    /** Longer than any test. */
    protected static final Duration LONG = Duration.ofHours(1);

    /** So many threads a client has for each of what may block: ARCHITECTURE.md, "Who runs what". */
    private static final int MOST_THAT_BLOCK = 64;

    /**
     * A device that may call.
     *
     * @param identifier what the inventory knows it by
     * @param device how it is made
     */
    public record Caller(String identifier, DeviceSimulator.Builder device) {}

    protected CallHomeContract() {}

    /** A device of that name, unlike all others. */
    protected abstract Caller caller(String name);

    /** A listener on a port of loopback, for the devices of an inventory. */
    protected abstract CallHome calls(Inventory inventory);

    /** What whoever calls hears first. */
    protected abstract int firstByte();

    /** A connection of somebody who says nothing. */
    protected static Socket dial(InetSocketAddress address) throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private CallHome callsOf(Caller known) {
        return calls(Inventory.of(Map.of(known.identifier(), Device.calling("pe1"))));
    }

    /** CH-10: also when each connection belongs to another event loop than the one before. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aFloodOfHalfOpenCallersKeepsNobodyOutForLongerThanTheirTime(int loops)
            throws IOException, InterruptedException {
        Desk desk = new Desk();
        Caller known = caller("pe1.example");
        // the honest device has no more for its own handshake
        CallHome how = callsOf(known)
                .withTimeouts(Timeouts.DEFAULT.with(Phase.SECURE, Duration.ofSeconds(3)))
                .withMaxUnknown(8, 1_000)
                .withRefusalPause(10_000, LONG);
        List<Socket> flood = new ArrayList<>();
        try (WatchedClient client = WatchedClient.with(builder -> builder.eventLoops(loops));
                DeviceSimulator device = known.device().start()) {
            CallHomeListener listener = client.netconf().listen(how, desk);
            for (int i = 0; i < 20; i++) {
                flood.add(dial(listener.address()));
            }

            device.callHome(listener.address()).join();
            desk.session().close();

            assertThat(listener.counts().hungUp()).isZero();
            // all the while, and exactly: the others waited with the operating system
            assertThat(listener.mostUnknown()).isEqualTo(8);
        } finally {
            for (Socket socket : flood) {
                socket.close();
            }
        }
    }

    @Test
    void ofOneAddressOnlySoManyUnknownCallsAreTaken() throws IOException, InterruptedException {
        Desk desk = new Desk();
        CallHome how = callsOf(caller("pe1.example")).withMaxUnknown(100, 2);
        try (WatchedClient client = WatchedClient.create()) {
            CallHomeListener listener = client.netconf().listen(how, desk);
            try (Socket first = dial(listener.address());
                    Socket second = dial(listener.address())) {
                assertThat(first.getInputStream().read()).isEqualTo(firstByte());
                assertThat(second.getInputStream().read()).isEqualTo(firstByte());

                try (Socket third = dial(listener.address())) {
                    assertThat(third.getInputStream().read()).isEqualTo(-1);
                }

                assertThat(listener.counts().hungUp()).isEqualTo(1);
                assertThat(listener.counts().unknown()).isEqualTo(2);
            }
            desk.refusal();
            desk.refusal();
            assertThat(listener.counts().unknown()).isZero();
        }
    }

    /** The whole fleet after an outage; a twentieth of them are strangers. */
    @Test
    void aThousandDevicesCallAtOnce() throws InterruptedException {
        int count = 1_000;
        int strangers = count / 20;
        Desk desk = new Desk();
        Crew crew = new Crew();
        Map<String, Device> devices = new HashMap<>();
        List<DeviceSimulator> fleet = new ArrayList<>();
        try (WatchedClient client = crew.found(WatchedClient::create);
                DeviceFarm farm = DeviceFarm.open(1)) {
            for (int i = 0; i < count; i++) {
                Caller caller = caller("pe" + i + ".example");
                fleet.add(farm.start(caller.device()));
                if (i % 20 != 0) {
                    devices.put(caller.identifier(), Device.calling("pe" + i));
                }
            }
            Inventory known = Inventory.of(devices);
            CallHome how = calls(caller -> {
                        crew.count();
                        return known.find(caller);
                    })
                    .withTimeouts(Timeouts.of(Duration.ofSeconds(90)))
                    .withMaxUnknown(64, count)
                    .withRefusalPause(count, LONG);
            CallHomeListener listener = crew.found(() -> client.netconf().listen(how, desk));

            fleet.forEach(device -> device.callHome(listener.address()));
            List<String> served = new ArrayList<>();
            for (int i = 0; i < count - strangers; i++) {
                Session session = desk.session();
                served.add(session.device().name());
                assertThat(session.isOpen()).isTrue();
            }
            for (int i = 0; i < strangers; i++) {
                assertThat(refusal(desk).reason()).isEqualTo(Reason.UNKNOWN_CALLER);
            }
            crew.count();

            assertThat(served)
                    .containsExactlyInAnyOrderElementsOf(
                            devices.values().stream().map(Device::name).toList());
            assertThat(client.netconf().openSessions()).isEqualTo(devices.size());
            // with every call that came, and at the end: those that may block are bounded; none belongs to a device
            int callbacks = Math.max(2, Runtime.getRuntime().availableProcessors());
            Map<String, Integer> bounds = Map.of(
                    "parley-loop",
                    1,
                    "parley-calls",
                    MOST_THAT_BLOCK,
                    "parley-inventory",
                    MOST_THAT_BLOCK,
                    "parley-blocking",
                    MOST_THAT_BLOCK,
                    "parley-callback",
                    callbacks);
            assertThat(crew.most()).containsKeys("parley-loop", "parley-calls", "parley-inventory");
            assertThat(crew.most())
                    .allSatisfy((kind, most) ->
                            assertThat(most).as(kind).isLessThanOrEqualTo(bounds.getOrDefault(kind, 0)));
            assertThat(listener.counts())
                    .isEqualTo(new CallHomeListener.Counts(count, count - strangers, strangers, 0, 0));
        }
    }

    /** Waits for the next call that no session came of. */
    protected static OpenException refusal(Desk desk) throws InterruptedException {
        NetconfException refusal = desk.refusal();
        assertThat(refusal).isInstanceOf(OpenException.class);
        return (OpenException) refusal;
    }
}
