package dev.parley.metrics;

import dev.parley.NetconfClient;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.session.CallHomeListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what happens in the sessions of one client, or of several, into a registry of Micrometer:
 *
 * <pre>{@code
 * NetconfMetrics metrics = NetconfMetrics.of(registry);
 * NetconfClient client = NetconfClient.builder().listener(metrics).build();
 * metrics.watch(client);
 * }</pre>
 *
 * The meters are listed in the project's {@code docs/monitoring.md}. Their number is bounded: reasons and phases are
 * enumerations, an operation that this library does not know counts as {@code other} unless it is
 * {@linkplain Builder#operations named}, and devices are told apart only {@linkplain Builder#deviceTag on demand}, and up to a
 * number.
 *
 * <p>An open session costs some fifty bytes here; a request, a look into a small map and what Micrometer's timer takes. Safe for
 * all threads. Two of these in one registry need {@linkplain Builder#tags tags} that tell them apart.
 */
public final class NetconfMetrics implements SessionListener {
    private final MeterRegistry registry;
    private final Tags tags;
    private final OperationNames operations;
    private final boolean histograms;
    private final int mostDevices;
    private final ClientMeters undivided;
    private final Map<String, ClientMeters> devices = new ConcurrentHashMap<>();
    /** Those that are asked how many attempts wait. */
    private final Set<NetconfClient> clients = ConcurrentHashMap.newKeySet();
    /** What shows them, while there are any. */
    private @Nullable Gauge waiting;

    private NetconfMetrics(Builder builder) {
        registry = builder.registry;
        tags = builder.tags;
        operations = new OperationNames(builder.operations);
        histograms = builder.histograms;
        mostDevices = builder.mostDevices;
        undivided = mostDevices == 0 ? meters(tags) : meters(tags.and("device", "other"));
    }

    private ClientMeters meters(Tags with) {
        return new ClientMeters(registry, with, operations, histograms);
    }

    /** Metrics in that registry, as they are by default. */
    public static NetconfMetrics of(MeterRegistry registry) {
        return builder(registry).build();
    }

    /** For metrics in that registry with something of their own. */
    public static Builder builder(MeterRegistry registry) {
        return new Builder(registry);
    }

    @Override
    public Interest interest() {
        return Interest.LIFE;
    }

    @Override
    public SessionListener forSession(SessionKey session) {
        return new SessionMeters(this);
    }

    /** Does nothing: each session has a listener of its own. */
    @Override
    public void on(SessionKey session, SessionEvent event) {}

    /** Where sessions with that device count. */
    ClientMeters of(String device) {
        if (mostDevices == 0) {
            return undivided;
        }
        ClientMeters known = devices.get(device);
        if (known != null) {
            return known;
        }
        synchronized (devices) {
            return devices.size() < mostDevices
                    ? devices.computeIfAbsent(device, name -> meters(tags.and("device", name)))
                    : devices.getOrDefault(device, undivided);
        }
    }

    /** Where a session counts of which it is not known whose it is. */
    ClientMeters ofNobody() {
        return undivided;
    }

    /**
     * Shows how many attempts at sessions wait for their turn in a client ({@code NetconfClient.Builder#openingsAtOnce}), of which no
     * listener hears before it has come. Several clients are shown together.
     *
     * @param client is asked whenever the metrics are read
     * @return leaves that client out again when it is closed
     */
    public Watched watch(NetconfClient client) {
        synchronized (clients) {
            clients.add(client);
            if (waiting == null) {
                waiting = Gauge.builder("netconf.open.waiting", clients, NetconfMetrics::waiting)
                        .description("Attempts at a session that wait for their turn in the client")
                        .tags(tags)
                        .register(registry);
            }
        }
        return new Watched(() -> forget(client));
    }

    private static double waiting(Set<NetconfClient> clients) {
        return clients.stream().mapToInt(NetconfClient::waitingOpenings).sum();
    }

    private void forget(NetconfClient client) {
        synchronized (clients) {
            clients.remove(client);
            Gauge ours = waiting;
            if (clients.isEmpty() && ours != null) {
                registry.remove(ours);
                waiting = null;
            }
        }
    }

    /**
     * Counts the calls that a listener takes, refuses or hangs up (RFC 8071). What comes of calls that are answered is counted as
     * an attempt at a session besides.
     *
     * @param name tells it from other listeners: {@code tls}
     * @param listener is asked whenever the metrics are read
     * @return takes these meters away again when it is closed
     */
    public Watched watch(String name, CallHomeListener listener) {
        Tags of = tags.and("listener", name);
        return Watched.of(
                registry,
                calls(of, "served", listener, counts -> counts.served()),
                calls(of, "refused", listener, counts -> counts.refused()),
                calls(of, "hung-up", listener, counts -> counts.hungUp()),
                Gauge.builder("netconf.calls.unknown", () -> listener.counts().unknown())
                        .description("Calls under way of which it is not known yet who it is")
                        .tags(of)
                        .register(registry));
    }

    private Meter calls(
            Tags of, String outcome, CallHomeListener listener, ToDoubleFunction<CallHomeListener.Counts> count) {
        return FunctionCounter.builder("netconf.calls", listener, asked -> count.applyAsDouble(asked.counts()))
                .description("Calls of devices")
                .tags(of.and("outcome", outcome))
                .register(registry);
    }

    /** What metrics are made of. Every part has a default. */
    public static final class Builder {
        private final MeterRegistry registry;
        private final Set<String> operations = new HashSet<>();
        private Tags tags = Tags.empty();
        private boolean histograms = true;
        private int mostDevices;

        private Builder(MeterRegistry registry) {
            this.registry = registry;
        }

        /** Tags of all meters, such as one that names the client. */
        public Builder tags(Tags all) {
            tags = all;
            return this;
        }

        /** Operations that count under their own names, besides those that this library knows. */
        public Builder operations(String... names) {
            operations.addAll(Set.of(names));
            return this;
        }

        /**
         * Tells devices apart, by the tag {@code device} on all meters. Each device brings all series with it: some hundred
         * of them with histograms, so think of {@link #withoutHistograms}.
         *
         * @param most the first so many devices have a tag of their own, and all others together {@code other}; from 1 to
         *     100 000
         */
        public Builder deviceTag(int most) {
            if (most < 1 || most > 100_000) {
                throw new IllegalArgumentException("from 1 to 100000 devices with tags of their own, not " + most);
            }
            mostDevices = most;
            return this;
        }

        /** Leaves out the buckets of timers, which are most of all series, and from which quantiles are computed. */
        public Builder withoutHistograms() {
            histograms = false;
            return this;
        }

        /**
         * The metrics. The numbers of what is open and under way stand in the registry at once, and so does what alerts count,
         * with 0: results of attempts and requests, ends of sessions, bytes and notifications. Timers of attempts, phases and
         * requests, and counters of what is seldom, come with the first of each, since nobody needs all their combinations.
         */
        public NetconfMetrics build() {
            return new NetconfMetrics(this);
        }
    }
}
