package dev.parley.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.device.Protocol;
import dev.parley.device.Timeouts;
import dev.parley.session.Backoff;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.pki.Credentials;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Simulated devices, a client, and its standing sessions. Closing it fails unless nothing is left of anything. */
final class Lab implements AutoCloseable {
    static final DevicePki PKI = DevicePki.create();
    /** Quick enough for a test to wait for. */
    static final StandingSettings QUICK = StandingSettings.DEFAULT
            .withBackoff(Backoff.exponential(Duration.ofMillis(10), Duration.ofMillis(100)), Duration.ofMillis(200))
            .withCircuit(1_000, Duration.ofMillis(10), Duration.ofMillis(10))
            .withAcquire(Duration.ofSeconds(20))
            .withoutProbe();

    private static final long PATIENCE_SECONDS = 30;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<Heard> heard = new ArrayList<>();
    private final NetconfClient client =
            NetconfClient.builder().eventLoops(1).withoutLogging().build();
    private final List<DeviceSimulator> simulators = new ArrayList<>();
    private final StandingSessions sessions;

    /** What was told, and of which device. */
    record Heard(Device device, StandingEvent event) {}

    private Lab(StandingSettings settings) {
        sessions = StandingSessions.builder(client)
                .settings(settings)
                .listener(this::hear)
                .build();
    }

    static Lab with(StandingSettings settings) {
        return new Lab(settings);
    }

    private void hear(Device device, StandingEvent event) {
        lock.lock();
        try {
            heard.add(new Heard(device, event));
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Starts a device; port 0 lets the system choose. */
    DeviceSimulator simulate(int port) {
        return start(DeviceSimulator.builder().tls(TlsSettings.of(PKI)).port(port));
    }

    DeviceSimulator start(DeviceSimulator.Builder device) {
        DeviceSimulator simulator = device.start();
        simulators.add(simulator);
        return simulator;
    }

    /** The device at a port, over TLS, with limits that a test can wait for. */
    static Device at(int port) {
        return at(port, identity(PKI.client()));
    }

    static Device at(int port, TlsIdentity identity) {
        Tls tls = Tls.trusting(TlsTrust.authorities(List.of(PKI.authority()))).withIdentity(identity);
        return quick(Device.tls("localhost", port, tls).withName("pe" + port));
    }

    static Device quick(Device device) {
        return device.withProtocol(Protocol.DEFAULT.withHelloHeadStart(Duration.ZERO))
                .withTimeouts(Timeouts.DEFAULT.withClose(Duration.ofSeconds(1)));
    }

    static TlsIdentity identity(Credentials who) {
        return TlsIdentity.of(who.key(), who.chain());
    }

    NetconfClient client() {
        return client;
    }

    StandingSessions sessions() {
        return sessions;
    }

    <E extends StandingEvent> List<E> of(Class<E> kind) {
        lock.lock();
        try {
            return heard.stream()
                    .map(Heard::event)
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    <E extends StandingEvent> E await(Class<E> kind, Predicate<E> wanted) {
        await(kind.getSimpleName(), () -> of(kind).stream().anyMatch(wanted));
        return of(kind).stream().filter(wanted).findFirst().orElseThrow();
    }

    <E extends StandingEvent> E await(Class<E> kind) {
        return await(kind, event -> true);
    }

    void awaitUp(StandingSession session) {
        await("a session that is up", () -> session.current().isPresent());
    }

    /** Waits until something is so; it is looked at whenever something happens, and every moment besides. */
    void await(String what, BooleanSupplier wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        lock.lock();
        try {
            while (!wanted.getAsBoolean()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("in vain for " + what + " among " + heard);
                }
                more.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(2)));
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for " + what, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        sessions.close();
        await("no sessions at the client", () -> client.openSessions() == 0);
        assertThat(sessions.tally().sessions()).isZero();
        for (DeviceSimulator simulator : simulators) {
            await("no sessions at the device", () -> simulator.sessions().isEmpty());
            simulator.close();
        }
        client.close();
    }
}
