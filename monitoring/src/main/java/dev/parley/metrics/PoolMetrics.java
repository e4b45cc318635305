package dev.parley.metrics;

import dev.parley.device.Device;
import dev.parley.error.AcquireException.Reason;
import dev.parley.error.NetconfException;
import dev.parley.pool.PoolEvent;
import dev.parley.pool.PoolListener;
import dev.parley.pool.PoolState;
import dev.parley.pool.SessionPool;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Counts and times what a pool of sessions does, into a registry of Micrometer:
 *
 * <pre>{@code
 * PoolMetrics metrics = PoolMetrics.of(registry, "backup");
 * SessionPool pool = SessionPool.builder(client).listener(metrics).build();
 * metrics.watch(pool);
 * }</pre>
 *
 * The meters are listed in the project's {@code docs/monitoring.md}. Needs the module {@code dev.parley.pool}. Safe for all
 * threads.
 */
@SuppressWarnings("exports") // whoever uses it has the pool's module, which this one does not pass on
public final class PoolMetrics implements PoolListener {
    /** Why a pool itself lends nothing; the other reasons are those of standing sessions. */
    private static final Set<Reason> OF_POOLS =
            EnumSet.of(Reason.ACQUIRE_TIMEOUT, Reason.TOO_MANY_WAITING, Reason.ACQUIRE_CANCELLED, Reason.POOL_CLOSED);

    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer acquired;
    private final Timer used;
    private final Timer cleaned;
    private final Timer opened;

    private PoolMetrics(MeterRegistry registry, String name, boolean histograms) {
        this.registry = registry;
        tags = Tags.of("pool", name);
        Timers timers = new Timers(registry, tags, histograms);
        acquired = timers.of("netconf.pool.acquire", "How long those waited who were lent a session");
        used = timers.of("netconf.pool.use", "How long sessions were held");
        cleaned = timers.of("netconf.pool.clean", "How long it took to take back what a holder had left on a session");
        opened = timers.of("netconf.pool.open", "How long it took to open sessions");
        // an alert sees no increase in a series that begins with it
        OF_POOLS.forEach(reason -> refusals(word(reason)));
    }

    /**
     * Metrics of one pool.
     *
     * @param name the value of the tag {@code pool}, which tells it from other pools in the registry
     */
    public static PoolMetrics of(MeterRegistry registry, String name) {
        return new PoolMetrics(registry, name, true);
    }

    /** The same without the buckets of timers. */
    public static PoolMetrics withoutHistograms(MeterRegistry registry, String name) {
        return new PoolMetrics(registry, name, false);
    }

    /**
     * Shows what the pool is doing whenever the metrics are read: who waits, and which sessions there are.
     *
     * @return takes these meters away again when it is closed
     */
    public Watched watch(SessionPool pool) {
        Snapshot<PoolState.Tally> snapshot = new Snapshot<>(() -> pool.state().total());
        return Watched.of(
                registry,
                Gauge.builder("netconf.pool.waiting", () -> snapshot.now().waiting())
                        .description("Those who wait for a session")
                        .tags(tags)
                        .register(registry),
                sessions(snapshot, "opening", PoolState.Tally::opening),
                sessions(snapshot, "in-use", PoolState.Tally::inUse),
                sessions(snapshot, "settling", PoolState.Tally::settling),
                sessions(snapshot, "idle", PoolState.Tally::idle),
                sessions(snapshot, "closing", PoolState.Tally::closing));
    }

    private Gauge sessions(Snapshot<PoolState.Tally> snapshot, String state, ToIntFunction<PoolState.Tally> number) {
        return Gauge.builder("netconf.pool.sessions", () -> number.applyAsInt(snapshot.now()))
                .description("Sessions of the pool")
                .tags(tags.and("state", state))
                .register(registry);
    }

    @Override
    public void on(Device device, PoolEvent event) {
        if (event instanceof PoolEvent.Lent lent) {
            acquired.record(lent.waited());
        } else if (event instanceof PoolEvent.Returned returned) {
            used.record(returned.held());
        } else if (event instanceof PoolEvent.Created created) {
            opened.record(created.took());
        } else if (event instanceof PoolEvent.OpenFailed failed) {
            counter("netconf.pool.open.failures", "Sessions that could not be opened", code(failed.failure()))
                    .increment();
        } else if (event instanceof PoolEvent.NotLent notLent) {
            refusals(code(notLent.failure())).increment();
        } else if (event instanceof PoolEvent.Cleaned done) {
            cleaned.record(done.took());
        } else if (event instanceof PoolEvent.Retired retired) {
            counter("netconf.pool.retired", "Sessions that are not lent again", word(retired.why()))
                    .increment();
        }
    }

    private Counter refusals(String reason) {
        return counter("netconf.pool.refusals", "How often nothing was lent", reason);
    }

    private Counter counter(String name, String description, String reason) {
        return Counter.builder(name)
                .description(description)
                .tags(tags.and("reason", reason))
                .register(registry);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String code(Throwable failure) {
        return failure instanceof NetconfException known ? known.code() : "other";
    }
}
