package dev.parley.metrics;

import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.error.ProtocolException.Reason;
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
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The meters of all sessions, or of those with one device. Safe for all threads. */
final class ClientMeters {
    private static final String NONE = "none";
    private static final String OK = "ok";

    /** What ends an attempt and no session that is up. */
    private static final Set<Reason> OF_ATTEMPTS =
            EnumSet.of(Reason.BAD_HELLO, Reason.HELLO_TIMEOUT, Reason.NO_COMMON_BASE, Reason.SESSION_REFUSED);

    private final MeterRegistry registry;
    private final Tags tags;
    private final Timers timers;
    private final OperationNames names;
    private final LongAdder openings;
    private final LongAdder sessions;
    private final LongAdder requests;
    private final LongAdder subscriptions;
    private final Counter opened;
    private final Counter notOpened;
    private final RequestResults results;
    private final Counter received;
    private final Counter sent;
    private final Counter notifications;
    private final Counter lost;
    private final Counter unheard;
    /** By transport and phase: what happens several times in each attempt is not looked up in the registry. */
    private final Map<String, Map<Phase, Timer>> phases = new ConcurrentHashMap<>();

    private final Map<String, OperationMeters> operations = new ConcurrentHashMap<>();

    /** By what has ended the session. */
    private final Map<String, Timer> lifetimes = new ConcurrentHashMap<>();

    ClientMeters(MeterRegistry registry, Tags tags, OperationNames names, boolean histograms) {
        this.registry = registry;
        this.tags = tags;
        this.names = names;
        timers = new Timers(registry, tags, histograms);
        openings = gauge("netconf.open.active", "Attempts at a session that are under way");
        sessions = gauge("netconf.sessions", "Sessions that are open");
        requests = gauge("netconf.requests.active", "Requests that are under way");
        subscriptions = gauge("netconf.subscriptions", "Subscriptions to notifications that are under way");
        // what alerts count is there with 0: Prometheus sees no increase in a series that begins with it
        opened = openResult("succeeded");
        notOpened = openResult("failed");
        results = new RequestResults(requestResult("answered"), requestResult("failed"));
        lifetime(OK);
        EnumSet.complementOf(EnumSet.copyOf(OF_ATTEMPTS)).forEach(reason -> lifetime(word(reason)));
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

    private Counter openResult(String result) {
        return counter("netconf.open.results", "Attempts at a session that are over", "result", result);
    }

    private Counter requestResult(String result) {
        return counter("netconf.requests.results", "Requests that are over", "result", result);
    }

    private Timer lifetime(String end) {
        return lifetimes.computeIfAbsent(
                end,
                code -> Timer.builder("netconf.session.lifetime")
                        .description("Sessions that have ended")
                        .tags(tags.and("end", code))
                        .register(registry));
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
            opened.increment();
        } else {
            notOpened.increment();
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
        lifetime(outcome(failure)).record(lasted);
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
        return operations.computeIfAbsent(
                names.of(operation), name -> new OperationMeters(timers, requests, results, name));
    }
}
