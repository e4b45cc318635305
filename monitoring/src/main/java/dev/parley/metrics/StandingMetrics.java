package dev.parley.metrics;

import dev.parley.device.Device;
import dev.parley.error.NetconfException;
import dev.parley.standing.StandingEvent;
import dev.parley.standing.StandingListener;
import dev.parley.standing.StandingSessions;
import dev.parley.standing.StandingTally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens to standing sessions, into a registry of Micrometer:
 *
 * <pre>{@code
 * StandingMetrics metrics = StandingMetrics.of(registry, "backbone");
 * StandingSessions standing = StandingSessions.builder(client).listener(metrics).build();
 * metrics.watch(standing);
 * }</pre>
 *
 * The meters are listed in the project's {@code docs/monitoring.md}. Needs the module {@code dev.parley.pool}. Safe for all
 * threads.
 */
@SuppressWarnings("exports") // whoever uses it has the pool's module, which this one does not pass on
public final class StandingMetrics implements StandingListener {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter circuits;
    private final Counter unusable;

    private StandingMetrics(MeterRegistry registry, String name) {
        this.registry = registry;
        tags = Tags.of("standing", name);
        // what is seldom stands there with 0, so that an alert sees the first time
        circuits = counter("netconf.standing.circuits.opened", "How often a device was left alone for a while", tags);
        unusable =
                counter("netconf.standing.files.unusable", "How often a file that had changed could not be used", tags);
        for (StandingEvent.CertificateExpires.Whose whose : StandingEvent.CertificateExpires.Whose.values()) {
            warnings(whose);
        }
    }

    private Counter warnings(StandingEvent.CertificateExpires.Whose whose) {
        return counter(
                "netconf.standing.certificate.warnings",
                "How often it was told that a certificate expires soon, or has",
                tags.and("whose", whose.name().toLowerCase(Locale.ROOT)));
    }

    private Counter counter(String name, String description, Tags of) {
        return Counter.builder(name).description(description).tags(of).register(registry);
    }

    /**
     * Metrics of standing sessions.
     *
     * @param name the value of the tag {@code standing}, which tells them from others in the registry
     */
    public static StandingMetrics of(MeterRegistry registry, String name) {
        return new StandingMetrics(registry, name);
    }

    /**
     * Shows what they are doing whenever the metrics are read.
     *
     * @return takes these meters away again when it is closed
     */
    public Watched watch(StandingSessions standing) {
        Snapshot<StandingTally> snapshot = new Snapshot<>(standing::tally);
        return Watched.of(
                registry,
                sessions(snapshot, "up", StandingTally::up),
                sessions(snapshot, "opening", StandingTally::opening),
                sessions(snapshot, "queued", StandingTally::queued),
                sessions(snapshot, "waiting", StandingTally::waiting),
                sessions(snapshot, "left-alone", StandingTally::leftAlone),
                sessions(snapshot, "refused", StandingTally::refused),
                sessions(snapshot, "given-up", StandingTally::givenUp),
                sessions(snapshot, "closing", StandingTally::closing));
    }

    private Gauge sessions(Snapshot<StandingTally> snapshot, String state, ToIntFunction<StandingTally> number) {
        return Gauge.builder("netconf.standing.sessions", () -> number.applyAsInt(snapshot.now()))
                .description("Standing sessions")
                .tags(tags.and("state", state))
                .register(registry);
    }

    @Override
    public void on(Device device, StandingEvent event) {
        if (event instanceof StandingEvent.Established) {
            attempted("ok");
        } else if (event instanceof StandingEvent.Failed failed) {
            attempted(code(failed.failure()));
        } else if (event instanceof StandingEvent.Lost lost) {
            counter("netconf.standing.lost", "Standing sessions that were lost", tags.and("end", code(lost.failure())))
                    .increment();
        } else if (event instanceof StandingEvent.CircuitOpened) {
            circuits.increment();
        } else if (event instanceof StandingEvent.FilesUnusable) {
            unusable.increment();
        } else if (event instanceof StandingEvent.CertificateExpires expires) {
            warnings(expires.whose()).increment();
        }
    }

    private void attempted(String outcome) {
        counter(
                        "netconf.standing.attempts",
                        "Attempts at standing sessions that have come to an end",
                        tags.and("outcome", outcome))
                .increment();
    }

    private static String code(@Nullable Throwable failure) {
        return failure == null ? "ok" : failure instanceof NetconfException known ? known.code() : "other";
    }
}
