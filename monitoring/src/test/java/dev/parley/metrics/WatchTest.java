package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.NetconfClient;
import dev.parley.device.CallHome;
import dev.parley.device.Device;
import dev.parley.device.Inventory;
import dev.parley.pool.SessionPool;
import dev.parley.session.CallHomeListener;
import dev.parley.session.Session;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.standing.StandingSessions;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked whenever the metrics are read is shown as long as somebody wants that, and no longer. */
@Timeout(60)
@Tag("any-jdk")
class WatchTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final NetconfClient client = NetconfClient.builder()
            .eventLoops(1)
            .withoutLogging()
            .openingsAtOnce(1)
            .build();

    @AfterEach
    void close() {
        client.close();
    }

    private Set<Meter.Id> meters() {
        return registry.getMeters().stream().map(Meter::getId).collect(Collectors.toSet());
    }

    private void comesAndGoes(Supplier<Watched> watch, String one) {
        Set<Meter.Id> before = meters();
        Watched first = watch.get();
        Set<Meter.Id> during = meters();
        assertThat(during).hasSizeGreaterThan(before.size()).containsAll(before);
        assertThat(during).anySatisfy(id -> assertThat(id.getName()).isEqualTo(one));
        first.close();
        assertThat(meters()).isEqualTo(before);
        try (Watched second = watch.get()) {
            // which is not what the first one had
            first.close();
            assertThat(meters()).isEqualTo(during);
            assertThat(second).isNotSameAs(first);
        }
        assertThat(meters()).isEqualTo(before);
    }

    @Test
    void thoseOfAPool() {
        PoolMetrics metrics = PoolMetrics.of(registry, "backup");
        try (SessionPool pool = SessionPool.builder(client).build()) {
            comesAndGoes(() -> metrics.watch(pool), "netconf.pool.waiting");
        }
    }

    @Test
    void thoseOfStandingSessions() {
        StandingMetrics metrics = StandingMetrics.of(registry, "backbone");
        try (StandingSessions standing = StandingSessions.builder(client).build()) {
            comesAndGoes(() -> metrics.watch(standing), "netconf.standing.sessions");
        }
    }

    @Test
    void thoseOfAListener() {
        DevicePki pki = DevicePki.create();
        Tls tls = Tls.trusting(TlsTrust.authorities(List.of(pki.authority())))
                .withIdentity(TlsIdentity.of(pki.client().key(), pki.client().chain()));
        NetconfMetrics metrics = NetconfMetrics.of(registry);
        try (CallHomeListener listener =
                client.listen(CallHome.tls(tls, Inventory.of(Map.of())).on("127.0.0.1", 0), Session::close)) {
            comesAndGoes(() -> metrics.watch("tls", listener), "netconf.calls.unknown");
        }
    }

    @Test
    void thatOfAClient() {
        NetconfMetrics metrics = NetconfMetrics.of(registry);
        comesAndGoes(() -> metrics.watch(client), "netconf.open.waiting");
    }

    @Test
    void severalClientsAreShownTogetherAndTheLastOneTakesTheMeterAlong() throws IOException {
        NetconfMetrics metrics = NetconfMetrics.of(registry);
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                NetconfClient other = NetconfClient.builder()
                        .eventLoops(1)
                        .withoutLogging()
                        .openingsAtOnce(1)
                        .build()) {
            Watched first = metrics.watch(client);
            Gauge waiting = registry.get("netconf.open.waiting").gauge();
            Device device = Device.cleartextTcp("127.0.0.1", silent.getLocalPort());
            List<CompletableFuture<Session>> attempts = IntStream.range(0, 4)
                    .mapToObj(i -> client.openAsync(device))
                    .toList();
            CompletableFuture<Session> underWay = other.openAsync(device);
            CompletableFuture<Session> waits = other.openAsync(device);
            assertThat(waiting.value()).isEqualTo(3);
            Watched second = metrics.watch(other);
            assertThat(waiting.value()).isEqualTo(4);
            attempts.get(3).cancel(false);
            assertThat(waiting.value()).isEqualTo(3);
            first.close();
            assertThat(registry.get("netconf.open.waiting").gauge().value()).isEqualTo(1);
            waits.cancel(false);
            assertThat(waiting.value()).isZero();
            second.close();
            assertThat(registry.find("netconf.open.waiting").gauge()).isNull();
            assertThat(underWay).isNotDone();
        }
    }
}
