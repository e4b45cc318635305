package dev.parley.doctor;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.doctor.evidence.ClientLoad;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.LoadMeter;
import dev.parley.doctor.evidence.Variation;
import dev.parley.doctor.evidence.Watch;
import dev.parley.doctor.verdict.Judgement;
import dev.parley.error.InputException;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.event.RequestListener;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.operation.Filter;
import dev.parley.operation.Get;
import dev.parley.session.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Examines devices: opens a session step by step, asks one harmless thing, closes it, and says what is wrong.
 *
 * <pre>{@code
 * try (Doctor doctor = Doctor.create()) {
 *     Diagnosis diagnosis = doctor.examine(Device.tls("pe1", tls));
 *     diagnosis.verdicts().forEach(verdict -> System.out.println(verdict.fault().title() + ": " + verdict.seen()));
 * }
 * }</pre>
 *
 * <p>The harmless thing is a {@code get} with an empty filter, which selects nothing (RFC 6241 section 6.4.2). Nothing is
 * changed on the device; each attempt uses one of its sessions for a moment, and there are at most five. Every attempt keeps
 * to the device's timeouts. Safe for all threads; several devices may be examined at the same time.
 */
public final class Doctor implements AutoCloseable {
    /** What the harmless request is called in evidence and reports. */
    public static final String REQUEST = "get with an empty filter";

    private final Map<SessionKey, Watch> watches = new ConcurrentHashMap<>();
    /** By the device as that one object: two attempts at equal devices are two. */
    private final Map<Device, Watch> expected = Collections.synchronizedMap(new IdentityHashMap<>());

    private final NetconfClient client;
    private final Supplier<Measurement> meter;
    private final Runnable atEnd;
    private final AtomicBoolean cold;

    /** A measurement of this machine that has begun. */
    @FunctionalInterface
    interface Measurement {
        /** What it came to. */
        ClientLoad end();
    }

    /** Passes each event to the watch over its attempt. */
    private final class Router implements SessionListener {
        @Override
        public Interest interest() {
            return Interest.WIRE;
        }

        @Override
        public void on(SessionKey session, SessionEvent event) {
            if (event instanceof SessionEvent.Opening opening) {
                Watch watch = expected.remove(opening.device());
                if (watch != null) {
                    watches.put(session, watch);
                }
            }
            Watch watch = watches.get(session);
            if (watch != null) {
                watch.on(session, event);
            }
            if (event instanceof SessionEvent.OpenFailed || event instanceof SessionEvent.Closed) {
                watches.remove(session);
            }
        }
    }

    /** Lets somebody else hear of the attempts, and of nothing else that the client does. */
    private final class Bystander implements SessionListener {
        private final SessionListener listener;
        private final Set<SessionKey> attempts = ConcurrentHashMap.newKeySet();

        Bystander(SessionListener listener) {
            this.listener = listener;
        }

        @Override
        public Interest interest() {
            return listener.interest();
        }

        @Override
        public SessionListener forSession(SessionKey session) {
            SessionListener own = listener.forSession(session);
            return own == listener ? this : new Bystander(own);
        }

        @Override
        public @Nullable RequestListener request(SessionKey session, long id, String operation) {
            return attempts.contains(session) ? listener.request(session, id, operation) : null;
        }

        @Override
        public void on(SessionKey session, SessionEvent event) {
            if (event instanceof SessionEvent.Opening opening && expected.containsKey(opening.device())) {
                attempts.add(session);
            }
            boolean last = event instanceof SessionEvent.OpenFailed || event instanceof SessionEvent.Closed;
            if (last ? attempts.remove(session) : attempts.contains(session)) {
                listener.on(session, event);
            }
        }
    }

    private Doctor(
            Supplier<Measurement> meter, Runnable atEnd, boolean cold, List<? extends SessionListener> listeners) {
        this.cold = new AtomicBoolean(cold);
        this.meter = meter;
        this.atEnd = atEnd;
        NetconfClient.Builder builder = NetconfClient.builder().eventLoops(1).withoutLogging();
        for (SessionListener listener : listeners) {
            builder.listener(new Bystander(listener));
        }
        // in the end, because it is what tells the others whose session it is
        client = builder.listener(new Router()).build();
    }

    /** A doctor with a client of its own. */
    public static Doctor create() {
        return create(List.of());
    }

    /**
     * A doctor with a client of its own.
     *
     * @param listeners are told what happens in the attempts besides, such as a {@link dev.parley.capture.Capture}
     */
    public static Doctor create(List<? extends SessionListener> listeners) {
        LoadMeter load = LoadMeter.start();
        return new Doctor(
                () -> {
                    LoadMeter.Reading begin = load.read();
                    return () -> load.since(begin);
                },
                load::close,
                true,
                listeners);
    }

    /** A doctor who is told how its machine fares, and has its client as it is. */
    static Doctor withLoad(Supplier<ClientLoad> load) {
        return new Doctor(() -> load::get, () -> {}, false, List.of());
    }

    /**
     * Examines a device. A failed attempt is repeated in another way only where that decides between two explanations, and
     * then once more as it was, to see whether it was chance. An interrupt ends the attempt that is under way, and there is no
     * further one.
     */
    public Diagnosis examine(Device device) {
        return examine(device, attempt -> {});
    }

    /**
     * The same, and tells of each attempt when it is over.
     *
     * @param listener is told on the caller's thread
     */
    public Diagnosis examine(Device device, Consumer<Evidence> listener) {
        List<Evidence> attempts = new ArrayList<>();
        Evidence first = attempt(device);
        attempts.add(first);
        listener.accept(first);
        for (Variation variation : FollowUps.after(first, device)) {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            Evidence other = attempt(FollowUps.with(device, variation, first), variation);
            attempts.add(other);
            listener.accept(other);
            if (Judgement.gotFurther(other, first)) {
                Evidence again = attempt(FollowUps.with(device, Variation.AGAIN, first), Variation.AGAIN);
                attempts.add(again);
                listener.accept(again);
                break;
            }
        }
        return Diagnosis.of(attempts);
    }

    /** Makes one attempt as the device is configured, without any judgement: for those who gather many. */
    public Evidence attempt(Device device) {
        return attempt(device, Variation.NONE);
    }

    private Evidence attempt(Device device, Variation variation) {
        if (cold.getAndSet(false)) {
            WarmUp.of(client, device);
        }
        // a value of its own, by which its events are known
        Device own = device.withName(device.name());
        Watch watch = new Watch(own, variation);
        Measurement measurement = meter.get();
        expected.put(own, watch);
        try (Session session = client.open(own)) {
            ask(session, watch);
            watch.closing();
        } catch (InputException e) {
            watch.unusable(e);
        } catch (OpenException e) {
            // the watch was told, on the session's loop
        } finally {
            expected.remove(own);
        }
        watch.closed();
        return watch.evidence(measurement.end());
    }

    private static void ask(Session session, Watch watch) {
        watch.asking(session.traffic());
        NetconfException failure = null;
        try {
            session.send(Get.of(Filter.nothing()));
        } catch (NetconfException e) {
            failure = e;
        }
        watch.answered(REQUEST, failure, session.traffic());
    }

    @Override
    public void close() {
        client.close();
        atEnd.run();
    }
}
