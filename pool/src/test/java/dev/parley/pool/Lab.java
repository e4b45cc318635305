package dev.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.device.Protocol;
import dev.parley.device.Timeouts;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.datastore.Datastore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Simulated devices, a client and a pool. Closing it fails unless nothing is left of anything. */
final class Lab implements AutoCloseable {
    private final Heard heard = new Heard();
    private final NetconfClient client =
            NetconfClient.builder().eventLoops(1).withoutLogging().build();
    private final List<DeviceSimulator> simulators = new ArrayList<>();
    private final SessionPool pool;

    private Lab(PoolSettings settings) {
        pool = SessionPool.builder(client).settings(settings).listener(heard).build();
    }

    static Lab with(PoolSettings settings) {
        return new Lab(settings);
    }

    /** One device with one session. */
    static Lab withOneSession() {
        return with(PoolSettings.DEFAULT.withSessions(1, 1));
    }

    /** Starts a device in clear text. */
    DeviceSimulator simulate(UnaryOperator<DeviceSimulator.Builder> how) {
        DeviceSimulator simulator = how.apply(
                        DeviceSimulator.builder().clearText().listener(event -> heard.stir()))
                .start();
        simulators.add(simulator);
        return simulator;
    }

    DeviceSimulator simulate() {
        return simulate(how -> how);
    }

    /** The device at a simulator, with short ways. */
    static Device at(DeviceSimulator simulator) {
        return quick(Device.cleartextTcp("127.0.0.1", simulator.port()).withName("pe" + simulator.port()));
    }

    /** The same with a limit for its orderly end that a test can wait for. */
    static Device quick(Device device) {
        return device.withProtocol(Protocol.DEFAULT.withHelloHeadStart(Duration.ZERO))
                .withTimeouts(Timeouts.DEFAULT.withClose(Duration.ofSeconds(1)));
    }

    NetconfClient client() {
        return client;
    }

    SessionPool pool() {
        return pool;
    }

    Heard heard() {
        return heard;
    }

    PoolState.Tally total() {
        return pool.state().total();
    }

    /** Waits until nobody does anything with any session. */
    void settle() {
        heard.await("rest", () -> {
            PoolState.Tally now = total();
            return now.waiting() + now.opening() + now.inUse() + now.settling() + now.closing() == 0;
        });
    }

    @Override
    public void close() {
        pool.close();
        heard.await("no sessions at the client", () -> client.openSessions() == 0);
        assertThat(pool.state().total().sessions()).isZero();
        for (DeviceSimulator simulator : simulators) {
            heard.await("no sessions at the device", () -> simulator.sessions().isEmpty());
            for (Datastore datastore : Datastore.values()) {
                heard.await(
                        "no lock on " + datastore,
                        () -> simulator.datastores().lockHolder(datastore).isEmpty());
            }
            simulator.close();
        }
        client.close();
        heard.assertContractKept();
    }
}
