package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.NetconfClient;
import dev.parley.device.CallHome;
import dev.parley.device.Device;
import dev.parley.device.Inventory;
import dev.parley.device.Protocol;
import dev.parley.device.Timeouts;
import dev.parley.error.AcquireException;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.RequestException;
import dev.parley.error.RpcErrorException;
import dev.parley.event.SessionEvent;
import dev.parley.notification.CreateSubscription;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Lock;
import dev.parley.operation.Request;
import dev.parley.operation.Rpc;
import dev.parley.pool.PoolSettings;
import dev.parley.pool.PooledSession;
import dev.parley.pool.SessionPool;
import dev.parley.session.Backlog;
import dev.parley.session.Backoff;
import dev.parley.session.CallHandler;
import dev.parley.session.CallHomeListener;
import dev.parley.session.NotificationStream;
import dev.parley.session.Session;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.notification.Flood;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.simulator.pki.Holder;
import dev.parley.standing.StandingEvent;
import dev.parley.standing.StandingSession;
import dev.parley.standing.StandingSessions;
import dev.parley.standing.StandingSettings;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One of everything that can be counted, with simulated devices: sessions full and resumed, and none; requests that are
 * answered, refused, late and lost; notifications that are heard, lost and unheard; calls; a pool with its troubles.
 */
final class Day implements AutoCloseable {
    private static final DevicePki PKI = DevicePki.create();
    private static final Tls TLS = Tls.trusting(TlsTrust.authorities(List.of(PKI.authority())))
            .withIdentity(TlsIdentity.of(PKI.client().key(), PKI.client().chain()));
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    private final Heard heard = new Heard();
    private final NetconfMetrics metrics;
    private final PoolMetrics poolMetrics;
    private final StandingMetrics standingMetrics;
    private final BlockingQueue<StandingEvent> told = new LinkedBlockingQueue<>();
    private final NetconfClient client;
    private final CompletableFuture<Answer> late = new CompletableFuture<>();
    private final DeviceSimulator device;

    private Day(MeterRegistry registry) {
        metrics = NetconfMetrics.of(registry);
        poolMetrics = PoolMetrics.of(registry, "day");
        standingMetrics = StandingMetrics.of(registry, "day");
        client = NetconfClient.builder()
                .eventLoops(1)
                .withoutLogging()
                .listener(metrics)
                .listener(heard)
                .build();
        metrics.watch(client);
        device = DeviceSimulator.builder()
                .tls(TlsSettings.of(PKI))
                .on("urn:example:slow", "slow", request -> Answer.later(late))
                .start();
    }

    /** Lives through it, and leaves a session, a subscription and a pool as they are until it is closed. */
    static Day in(MeterRegistry registry) {
        Day day = new Day(registry);
        day.sessions();
        day.failures();
        day.notifications();
        day.calls();
        day.pool();
        day.standing();
        return day;
    }

    private static Device quick(Device device) {
        return device.withProtocol(Protocol.DEFAULT.withHelloHeadStart(Duration.ZERO))
                .withTimeouts(Timeouts.DEFAULT.withClose(Duration.ofSeconds(1)));
    }

    private Device secured() {
        return quick(Device.tls("localhost", device.port(), TLS).withName("pe1"));
    }

    private void sessions() {
        try (Session session = client.open(secured())) {
            session.send(GetConfig.from(Datastore.RUNNING));
        }
        try (Session first = client.open(secured());
                Session second = client.open(secured())) {
            first.send(new Lock(Datastore.RUNNING));
            assertThatThrownBy(() -> second.send(new Lock(Datastore.RUNNING))).isInstanceOf(RpcErrorException.class);
            Rpc slow = Rpc.of("<slow xmlns='urn:example:slow'/>");
            assertThatThrownBy(() -> second.send(Request.of(slow).within(AT_ONCE)))
                    .isInstanceOf(RequestException.class);
            late.complete(Answer.ok());
            heard.await(SessionEvent.LateReply.class, 1);
        }
    }

    private void failures() {
        assertThatThrownBy(() -> client.open(Device.cleartextTcp("127.0.0.1", portOfNobody())))
                .isInstanceOf(OpenException.class);
        FaultPlan lenient = FaultPlan.always(ReplyFault.every(new ReplyFault.DataNamespace("urn:example:else")));
        DeviceSimulator odd =
                DeviceSimulator.builder().clearText().faults(lenient).start();
        try (Session session = client.open(quick(Device.cleartextTcp("127.0.0.1", odd.port())))) {
            session.send(GetConfig.from(Datastore.RUNNING));
            heard.await(SessionEvent.DeviationMet.class, 1);
            assertThat(session.isOpen()).isTrue();
            odd.close();
            heard.await(SessionEvent.Closed.class, 4);
        }
    }

    private static int portOfNobody() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void notifications() {
        CountDownLatch enough = new CountDownLatch(1);
        try (Session session = client.open(secured())) {
            NotificationStream stream =
                    session.subscribe(Request.of(CreateSubscription.now()), new Backlog(10, 1 << 20));
            CompletableFuture<Void> told = stream.consume(item -> {
                try {
                    enough.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            device.flood(Flood.of(500));
            heard.await(SessionEvent.NotificationsLost.class, 1);
            enough.countDown();
            stream.close();
            heard.await(SessionEvent.SubscriptionEnded.class, 1);
            device.publish("<e xmlns='urn:example:e'/>");
            heard.await(SessionEvent.NotificationUnheard.class, 1);
            told.cancel(false);
        }
    }

    private void calls() {
        Inventory inventory = Inventory.of(Map.of("dns:pe2", Device.calling("pe2")));
        CountDownLatch served = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        CallHandler handler = new CallHandler() {
            @Override
            public void session(Session session) {
                session.close();
                served.countDown();
            }

            @Override
            public void refused(String from, NetconfException why) {
                refused.countDown();
            }
        };
        try (CallHomeListener listener =
                        client.listen(CallHome.tls(TLS, inventory).on("127.0.0.1", 0), handler);
                DeviceSimulator known = caller("pe2");
                DeviceSimulator stranger = caller("nobody")) {
            metrics.watch("tls", listener);
            known.callHome(listener.address()).join();
            await(served);
            stranger.callHome(listener.address()).join();
            await(refused);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("no such call");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static DeviceSimulator caller(String name) {
        return DeviceSimulator.builder()
                .withoutListening()
                .tls(TlsSettings.of(PKI).identity(PKI.issue(Holder.server(name).dns(name))))
                .start();
    }

    private void pool() {
        PoolSettings settings = PoolSettings.DEFAULT.withSessions(1, 1);
        try (SessionPool pool = SessionPool.builder(client)
                .settings(settings)
                .listener(poolMetrics)
                .build()) {
            poolMetrics.watch(pool);
            try (PooledSession session = pool.borrow(secured())) {
                session.send(new Lock(Datastore.CANDIDATE));
                assertThatThrownBy(() -> pool.borrow(secured(), AT_ONCE)).isInstanceOf(AcquireException.class);
            }
            assertThatThrownBy(() -> pool.borrow(quick(Device.cleartextTcp("127.0.0.1", portOfNobody()))))
                    .isInstanceOf(OpenException.class);
        }
    }

    private void standing() {
        try (StandingSessions standing = StandingSessions.builder(client)
                .settings(StandingSettings.DEFAULT.withBackoff(
                        Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(2)), Duration.ofSeconds(1)))
                .listener(standingMetrics)
                .listener((device, event) -> told.add(event))
                .build()) {
            standingMetrics.watch(standing);
            StandingSession kept = standing.keepOpen(secured());
            long id = kept.use(session -> {
                session.send(GetConfig.from(Datastore.RUNNING));
                return session.id();
            });
            StandingEvent.Established up = next(StandingEvent.Established.class);
            assertThat(device.end(id, Ending.RESET)).isTrue();
            assertThat(next(StandingEvent.Lost.class).session()).isEqualTo(up.session());
            next(StandingEvent.Established.class);
        }
    }

    private <E extends StandingEvent> E next(Class<E> kind) {
        try {
            for (StandingEvent event = told.poll(30, TimeUnit.SECONDS);
                    event != null;
                    event = told.poll(30, TimeUnit.SECONDS)) {
                if (kind.isInstance(event)) {
                    return kind.cast(event);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("no " + kind.getSimpleName());
    }

    @Override
    public void close() {
        client.close();
        device.close();
    }
}
