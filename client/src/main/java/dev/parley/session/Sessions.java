package dev.parley.session;

import dev.parley.device.Device;
import dev.parley.error.InputException;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.Transport;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Opens sessions over whichever transport serves a device, and knows those that are open or about to be. Safe for all
 * threads.
 */
public final class Sessions {
    private final List<Transport> transports;
    private final List<SessionListener> listeners;
    private final Callbacks callbacks;
    private final AtomicLong attempts = new AtomicLong();
    private final Set<Opening> openings = ConcurrentHashMap.newKeySet();
    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param transports asked in order whether they serve a device
     * @param listeners are told what happens
     * @param callbacks completes the futures
     */
    public Sessions(List<Transport> transports, List<SessionListener> listeners, Executor callbacks) {
        this.transports = List.copyOf(transports);
        this.listeners = List.copyOf(listeners);
        this.callbacks = new Callbacks(callbacks);
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
        LinkLoop loop = transport.newLoop();
        EventSink events = new EventSink(new SessionKey(attempts.incrementAndGet(), device.name()), listeners);
        Opening opening = new Opening(device, loop, events, this);
        openings.add(opening);
        opening.result().whenComplete((session, failure) -> openings.remove(opening));
        opening.begin(transport);
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
    public CompletableFuture<Session> openAsync(Device device) {
        CompletableFuture<Session> onLoop;
        try {
            onLoop = begin(device).result();
        } catch (InputException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Session> result = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                onLoop.cancel(mayInterruptIfRunning);
                return super.cancel(mayInterruptIfRunning);
            }
        };
        onLoop.whenComplete((session, failure) -> callbacks.run(() -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!result.complete(session)) {
                session.closeAsync();
            }
        }));
        return result;
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
}
