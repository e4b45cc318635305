package dev.parley.session;

import dev.parley.device.CallHome;
import dev.parley.device.Device;
import dev.parley.error.Fate;
import dev.parley.error.InputException;
import dev.parley.error.NetconfException;
import dev.parley.error.RequestException;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.operation.Ok;
import dev.parley.operation.Request;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.Transport;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens sessions over whichever transport serves a device, and knows those that are open or about to be. Safe for all
 * threads.
 */
public final class Sessions {
    private final List<Transport> transports;
    private final List<SessionListener> listeners;
    private final Callbacks callbacks;
    private final Gate<Opening> gate;
    private final AtomicLong attempts = new AtomicLong();
    private final Set<Opening> openings = ConcurrentHashMap.newKeySet();
    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private final Set<CallHomeListener> places = ConcurrentHashMap.newKeySet();
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param transports asked in order whether they serve a device
     * @param listeners are told what happens
     * @param callbacks completes the futures
     * @param subscribers tells subscribers of notifications; its tasks may never return
     * @param openingsAtOnce how many attempts may be under way; the others wait for their turn
     */
    public Sessions(
            List<Transport> transports,
            List<SessionListener> listeners,
            Executor callbacks,
            Executor subscribers,
            int openingsAtOnce) {
        this.gate = new Gate<>(openingsAtOnce);
        this.transports = List.copyOf(transports);
        this.listeners = List.copyOf(listeners);
        this.callbacks = new Callbacks(callbacks, subscribers);
    }

    Callbacks callbacks() {
        return callbacks;
    }

    /** Opens a session and waits until it is up. An interrupt gives the attempt up, and leaves the thread interrupted. */
    public Session open(Device device) {
        return begin(device).await();
    }

    private Opening begin(Device device) {
        Transport transport = transportFor(device);
        Opening opening = opening(device, transport.newLoop());
        opening.result().whenComplete((session, failure) -> {
            if (gate.leave(opening)) {
                opening.neverBegan();
            }
        });
        gate.enter(opening, () -> opening.begin(transport));
        if (closed) {
            opening.clientClosed();
        }
        return opening;
    }

    private Opening opening(Device device, LinkLoop loop) {
        EventSink events = new EventSink(new SessionKey(attempts.incrementAndGet(), device.name()), listeners);
        Opening opening = new Opening(device, loop, events, this);
        openings.add(opening);
        opening.result().whenComplete((session, failure) -> openings.remove(opening));
        return opening;
    }

    /**
     * A device has called.
     *
     * @param whenKnown is run when it is known who that is
     * @return the attempt at a session with it, or null if the client is closed
     */
    @Nullable
    Opening called(Device device, LinkLoop loop, Runnable whenKnown) {
        if (closed) {
            return null;
        }
        Opening opening = opening(device, loop);
        opening.called(whenKnown);
        if (closed) {
            opening.clientClosed();
        }
        return opening;
    }

    /** A session is up. On its loop. */
    void opened(Session session, SessionDriver driver) {
        open.add(session);
        driver.atEnd(() -> open.remove(session));
        if (closed) {
            driver.close();
        }
    }

    /** Begins to open a session. The future is completed on the callback executor; cancelling it gives the attempt up. */
    public SessionFuture openAsync(Device device) {
        try {
            return SessionFuture.of(begin(device), callbacks);
        } catch (InputException e) {
            return SessionFuture.failed(e);
        }
    }

    /**
     * Begins to receive devices that call (RFC 8071).
     *
     * @throws InputException if no transport is there for that kind of security, or it cannot be listened there
     */
    public CallHomeListener listen(CallHome how, CallHandler handler) {
        Transport transport = transports.stream()
                .filter(each -> each.answers(how.security()))
                .findFirst()
                .orElseThrow(() -> InputException.of(
                        InputException.Reason.BAD_SETTING,
                        "no transport for calls over " + how.security().scheme() + " is on the class path"));
        CallHomeListener listener = CallHomeListener.open(how, handler, transport, this);
        places.add(listener);
        if (closed) {
            listener.close();
        }
        return listener;
    }

    void closed(CallHomeListener listener) {
        places.remove(listener);
    }

    /**
     * Subscribes to notifications on a session of its own, and on another one whenever that is lost. The future is completed
     * on the callback executor once the device has said ok; cancelling it gives the attempt up.
     *
     * @param request a {@code CreateSubscription}, perhaps with a deadline of its own, or forced
     * @param backlog how much waits for the subscriber
     * @param backoff how long to wait before each attempt to have a lost link back
     */
    public CompletableFuture<NotificationStream> watch(
            Device device, Request<Ok> request, Backlog backlog, Backoff backoff) {
        Watch watch = new Watch(this, device, request, backlog, backoff);
        watches.add(watch);
        CompletableFuture<NotificationStream> result = watch.begin();
        if (closed) {
            watch.clientClosed();
        }
        return result;
    }

    /** The same, waiting for the ok. An interrupt gives the attempt up, and leaves the thread interrupted. */
    public NotificationStream watchAndWait(Device device, Request<Ok> request, Backlog backlog, Backoff backoff) {
        CompletableFuture<NotificationStream> result = watch(device, request, backlog, backoff);
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new RequestException(
                    RequestException.Reason.CANCELLED,
                    Fate.UNKNOWN,
                    "the subscription to " + device.label() + " was given up: the thread that waited was interrupted",
                    null,
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NetconfException failure) {
                failure.setStackTrace(new Throwable().getStackTrace());
                throw failure;
            }
            throw new CompletionException(e.getCause());
        }
    }

    void forget(Watch watch) {
        watches.remove(watch);
    }

    private Transport transportFor(Device device) {
        for (Transport transport : transports) {
            if (transport.serves(device.access())) {
                return transport;
            }
        }
        throw InputException.of(
                InputException.Reason.BAD_ADDRESS,
                "no transport for " + device.access().scheme() + ":// is on the class path");
    }

    /** Gives up every attempt and begins to end every open session in order; no other will be opened. */
    public CompletableFuture<Void> closeAll() {
        closed = true;
        List.copyOf(places).forEach(CallHomeListener::close);
        List.copyOf(watches).forEach(Watch::clientClosed);
        List<Opening> given = List.copyOf(openings);
        given.forEach(Opening::clientClosed);
        Stream<CompletableFuture<?>> ends = Stream.concat(
                // once the loops are shut down, an attempt would end for that reason and not for this one
                given.stream().map(opening -> opening.result().handle((session, failure) -> session)),
                open.stream().map(Session::closeAsync));
        return CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new));
    }

    /** Ends what {@link #closeAll} has not ended yet, without waiting for the devices. */
    public void abortAll() {
        open.forEach(Session::abort);
    }

    /** Whether the current thread is an event loop of a session, which cannot wait for the end of its own. */
    public boolean isOnLoop() {
        return openings.stream().anyMatch(opening -> opening.loop().isCurrent())
                || open.stream().anyMatch(Session::isOnLoop);
    }

    /** How many sessions are open. */
    public int count() {
        return open.size();
    }

    /** How many attempts wait for their turn. */
    public int waiting() {
        return gate.waiting();
    }
}
