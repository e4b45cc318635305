package dev.parley.simulator;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.message.Capability;
import dev.parley.message.Namespaces;
import dev.parley.simulator.datastore.DataNode;
import dev.parley.simulator.datastore.Refusal;
import dev.parley.simulator.datastore.Scheduler;
import dev.parley.simulator.notification.EventStream;
import dev.parley.simulator.notification.Flood;
import dev.parley.simulator.notification.NotificationSettings;
import dev.parley.simulator.notification.NotificationSettings.Interleave;
import dev.parley.simulator.notification.NotificationSettings.ServerEvents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The streams of one device, and what goes into them. Safe for any thread. */
final class Notifications {
    static final String INTERLEAVE = "urn:ietf:params:netconf:capability:interleave:1.0";

    private static final Duration TICK = Duration.ofMillis(10);

    private final NotificationSettings settings;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final Map<String, StreamLog> streams = new LinkedHashMap<>();
    private final AtomicLong lost = new AtomicLong();

    Notifications(NotificationSettings settings, InstantSource clock, Scheduler scheduler) {
        this.settings = settings;
        this.clock = clock;
        this.scheduler = scheduler;
        for (EventStream stream : settings.streams()) {
            streams.put(stream.name(), new StreamLog(stream, clock.instant()));
        }
    }

    /** What the hello says of them. */
    static List<String> announced(NotificationSettings settings) {
        List<String> uris = new ArrayList<>(List.of(Capability.NOTIFICATION));
        if (settings.interleave() == Interleave.SERVED) {
            uris.add(INTERLEAVE);
        }
        if (settings.serverEvents() == ServerEvents.TOLD) {
            // without the module's name: the device has no text of it to give
            uris.add(Namespaces.BASE_NOTIFICATIONS);
        }
        return uris;
    }

    boolean tellsOfTheServer() {
        return settings.serverEvents() == ServerEvents.TOLD;
    }

    boolean interleaves() {
        return settings.interleave() == Interleave.SERVED;
    }

    /** The streams as {@code get} tells of them (RFC 5277 section 3.2.5). */
    DataNode state() {
        return DataNode.of(
                StreamLog.name("netconf"),
                DataNode.of(
                        StreamLog.name("streams"),
                        streams.values().stream().map(StreamLog::entry).toList()));
    }

    void emit(String stream, Instant time, String event) {
        log(stream).add(new Occurrence(time, event));
    }

    void emit(String stream, String event) {
        emit(stream, clock.instant(), event);
    }

    private StreamLog log(String stream) {
        StreamLog log = streams.get(stream);
        if (log == null) {
            throw new IllegalArgumentException("there is no stream " + stream + " but " + streams.keySet());
        }
        return log;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * Subscribes a session.
     *
     * @throws Refusal if there is no such stream, or it has no past
     */
    Subscription subscribe(Conversation conversation, SubscriptionRequest request, Runnable whenSent) {
        StreamLog log = streams.get(request.stream());
        if (log == null) {
            throw request.unknownStream();
        }
        if (request.start().isPresent() && !log.stream().hasReplay()) {
            throw request.withoutReplay();
        }
        Subscription subscription =
                new Subscription(conversation, log, request, clock, settings.queue(), whenSent, lost);
        log.subscribe(subscription, request.start().orElse(null));
        return subscription;
    }

    /** How many notifications were lost because clients did not read. */
    long lost() {
        return lost.get();
    }

    static Refusal none() {
        return Refusal.of(ErrorType.PROTOCOL, ErrorTag.OPERATION_NOT_SUPPORTED, "this device has no notifications");
    }

    Flooding flood(Flood flood) {
        StreamLog log = log(flood.stream());
        if (flood.pace() == Flood.Pace.AS_TAKEN) {
            List<Subscription> subscribers = log.subscribers();
            Flooding told = new Flooding(subscribers.size());
            subscribers.forEach(subscriber -> subscriber.flood(flood, told));
            return told;
        }
        Flooding told = new Flooding(1);
        new SteadyFlood(flood, log, told, clock.instant()).scheduleNext();
        return told;
    }

    /** A flood by the clock: at each tick, what is due by then. Its ticks come one after the other. */
    private final class SteadyFlood {
        private final Flood flood;
        private final StreamLog log;
        private final Flooding told;
        private final Instant start;
        private long next = 1;

        SteadyFlood(Flood flood, StreamLog log, Flooding told, Instant start) {
            this.flood = flood;
            this.log = log;
            this.told = told;
            this.start = start;
        }

        void scheduleNext() {
            scheduler.schedule(TICK, this::tick);
        }

        private void tick() {
            Instant now = clock.instant();
            long due = Duration.between(start, now).toMillis() * flood.perSecond() / 1000;
            while (next <= Math.min(due, flood.events()) && !told.isStopped()) {
                log.add(new Occurrence(now, flood.event(next++)));
                told.produced();
            }
            if (next > flood.events() || told.isStopped()) {
                told.ended();
            } else {
                scheduleNext();
            }
        }
    }
}
