package dev.parley.cli.command;

import dev.parley.NetconfClient;
import dev.parley.cli.metrics.Meters;
import dev.parley.cli.metrics.MetricsServer;
import dev.parley.event.SessionListener;
import dev.parley.session.CallHomeListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Metrics that are served while a command runs, or none. Closing ends that.
 *
 * @param meters what is counted, or null
 * @param server where it is read, or null
 */
record Measuring(@Nullable Meters meters, @Nullable MetricsServer server) implements AutoCloseable {
    /** Nobody asked for metrics. */
    static final Measuring NOTHING = new Measuring(null, null);

    /** Those who count, and have to be told what happens in sessions. */
    List<SessionListener> listeners() {
        return meters == null ? List.of() : List.of(meters.sessions());
    }

    /** Builds a client that tells what happens. */
    NetconfClient measured(NetconfClient.Builder builder) {
        listeners().forEach(builder::listener);
        NetconfClient client = builder.build();
        watch(client);
        return client;
    }

    /** Shows what waits in a client, too; for one that was built with {@link #listeners} already. */
    void watch(NetconfClient client) {
        if (meters != null) {
            meters.sessions().watch(client);
        }
    }

    /** Counts the calls of devices, too. */
    void watch(String name, CallHomeListener listener) {
        if (meters != null) {
            meters.sessions().watch(name, listener);
        }
    }

    /** Where else something may be counted, such as a pool. */
    Optional<MeterRegistry> registry() {
        return Optional.ofNullable(meters).map(Meters::registry);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (meters != null) {
            meters.close();
        }
    }
}
