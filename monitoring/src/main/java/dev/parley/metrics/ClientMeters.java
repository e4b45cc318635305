package dev.parley.metrics;

import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.event.SessionEvent;
import dev.parley.message.Deviation;
import dev.parley.security.SecurityDetails;
import dev.parley.tls.TlsDetails;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The meters of all sessions, or of those with one device. Safe for all threads. */
final class ClientMeters {
    private static final String NONE = "none";
    private static final String OK = "ok";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Timers timers;
    private final OperationNames names;
    private final LongAdder openings;
    private final LongAdder sessions;
    private final LongAdder requests;
    private final LongAdder subscriptions;
    private final Counter received;
    private final Counter sent;
    private final Counter notifications;
    private final Counter lost;
    private final Counter unheard;
    /** By transport and phase: what happens several times in each attempt is not looked up in the registry. */
    private final Map<String, Map<Phase, Timer>> phases = new ConcurrentHashMap<>();

    private final Map<String, OperationMeters> operations = new ConcurrentHashMap<>();

    ClientMeters(MeterRegistry registry, Tags tags, OperationNames names, boolean histograms) {
        this.registry = registry;
        this.tags = tags;
        this.names = names;
        timers = new Timers(registry, tags, histograms);
        openings = gauge("netconf.open.active", "Attempts at a session that are under way");
        sessions = gauge("netconf.sessions", "Sessions that are open");
        requests = gauge("netconf.requests.active", "Requests that are under way");
        subscriptions = gauge("netconf.subscriptions", "Subscriptions to notifications that are under way");
        received = traffic("received");
        sent = traffic("sent");
        notifications = counter("netconf.notifications.received", "Notifications that came for a subscriber");
        lost = counter("netconf.notifications.lost", "Notifications for which there was no room");
        unheard = counter("netconf.notifications.unheard", "Notifications that nobody had subscribed to, or any more");
    }

    private LongAdder gauge(String name, String description) {
        LongAdder value = new LongAdder();
        Gauge.builder(name, value::sum).description(description).tags(tags).register(registry);
        return value;
    }

    private Counter traffic(String direction) {
        return Counter.builder("netconf.traffic")
                .description("Bytes at the socket")
                .baseUnit("bytes")
                .tags(tags.and("direction", direction))
                .register(registry);
    }

    private Counter counter(String name, String description, String... further) {
        return Counter.builder(name)
                .description(description)
                .tags(tags.and(further))
                .register(registry);
    }

    private static String outcome(@Nullable NetconfException failure) {
        return failure == null ? OK : failure.code();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void openingBegan() {
        openings.increment();
    }

    /** It counts elsewhere from now on. */
    void openingMoved() {
        openings.decrement();
    }

    void phaseEnded(String transport, Phase phase, Duration took) {
        phases.computeIfAbsent(transport, of -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        phase,
                        of -> timers.of(
                                "netconf.open.phase",
                                "Phases of attempts at a session that succeeded",
                                "transport",
                                transport,
                                "phase",
                                word(of)))
                .record(took);
    }

    void secured(String transport, SecurityDetails details) {
        TlsDetails tls = details instanceof TlsDetails known ? known : null;
        counter(
                        "netconf.handshakes",
                        "Handshakes that succeeded",
                        "protocol",
                        tls == null ? transport : tls.version().protocol(),
                        "provider",
                        tls == null ? NONE : word(tls.provider()),
                        "handshake",
                        tls != null && tls.resumed() ? "resumed" : "full")
                .increment();
    }

    /** An attempt has come to its end, with a session or without. */
    void opened(String transport, String initiator, Duration took, @Nullable NetconfException failure) {
        openings.decrement();
        if (failure == null) {
            sessions.increment();
        }
        String phase = failure instanceof OpenException known ? word(known.phase()) : NONE;
        timers.of(
                        "netconf.open",
                        "Attempts at a session",
                        "transport",
                        transport,
                        "initiator",
                        initiator,
                        "outcome",
                        outcome(failure),
                        "phase",
                        phase)
                .record(took);
    }

    void closed(Duration lasted, @Nullable NetconfException failure) {
        sessions.decrement();
        Timer.builder("netconf.session.lifetime")
                .description("Sessions that have ended")
                .tags(tags.and("end", outcome(failure)))
                .register(registry)
                .record(lasted);
    }

    void passed(long in, long out) {
        received.increment((double) in);
        sent.increment((double) out);
    }

    void deviationMet(Deviation deviation) {
        counter("netconf.deviations", "Departures from the standard that were tolerated", "deviation", word(deviation))
                .increment();
    }

    void lateReply(String operation) {
        counter("netconf.replies.late", "Replies to requests that had been given up", "operation", names.of(operation))
                .increment();
    }

    void subscribed() {
        subscriptions.increment();
    }

    void notified(long count) {
        notifications.increment((double) count);
    }

    void lost(long count) {
        lost.increment((double) count);
    }

    void unheard() {
        unheard.increment();
    }

    void subscriptionEnded(SessionEvent.SubscriptionEnded.How how) {
        subscriptions.decrement();
        counter("netconf.subscription.ends", "Subscriptions to notifications that have ended", "end", word(how))
                .increment();
    }

    /** A request of that name is under way, and ends with what is returned. */
    OperationMeters request(String operation) {
        requests.increment();
        OperationMeters known = operations.get(operation);
        if (known != null) {
            return known;
        }
        // what has no name of its own has no place in the map either
        return operations.computeIfAbsent(names.of(operation), name -> new OperationMeters(timers, requests, name));
    }
}
