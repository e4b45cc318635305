package dev.parley.session;

import dev.parley.device.Device;
import dev.parley.error.InputException;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.error.Traffic;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** Opens sessions over whichever transport serves a device, and knows those that are open. Safe for all threads. */
public final class Sessions {
    private final List<Transport> transports;
    private final List<SessionListener> listeners;
    private final Executor callbacks;
    private final AtomicLong attempts = new AtomicLong();
    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    /** What gives up each attempt that is under way, by its number. */
    private final Map<Long, Runnable> opening = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /**
     * @param transports asked in order whether they serve a device
     * @param listeners are told what happens
     * @param callbacks completes the futures
     */
    public Sessions(List<Transport> transports, List<SessionListener> listeners, Executor callbacks) {
        this.transports = List.copyOf(transports);
        this.listeners = List.copyOf(listeners);
        this.callbacks = callbacks;
    }

    /** Begins to open a session. Cancelling the future gives the attempt up. */
    public CompletableFuture<Session> open(Device device) {
        Transport transport = transportFor(device);
        CompletableFuture<Session> result = new CompletableFuture<>();
        SessionKey key = new SessionKey(attempts.incrementAndGet(), device.name());
        opening.put(key.number(), () -> result.completeExceptionally(clientClosed(device)));
        result.whenComplete((session, failure) -> {
            opening.remove(key.number());
            if (session != null) {
                open.add(session);
                session.ended().thenRun(() -> open.remove(session));
            }
        });
        if (closed) {
            result.completeExceptionally(clientClosed(device));
            return result;
        }
        LinkLoop loop = transport.newLoop();
        EventSink events = new EventSink(key, listeners);
        try {
            loop.execute(() -> {
                Opening attempt = new Opening(device, loop, events, callbacks, result);
                // given up from outside: by the caller, or because the client closes
                result.whenComplete((session, failure) -> {
                    if (session == null && !attempt.isOver()) {
                        loop.execute(attempt::cancel);
                    }
                });
                events.tell(new SessionEvent.Opening(device));
                transport.open(device, attempt);
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(clientClosed(device));
        }
        return result;
    }

    private static OpenException clientClosed(Device device) {
        return new OpenException(
                OpenException.Reason.CLIENT_CLOSED,
                Phase.RESOLVE,
                device.label(),
                Duration.ZERO,
                Traffic.NONE,
                "the client is closed",
                null,
                null);
    }

    /** The same, completed on the callback executor. */
    public CompletableFuture<Session> openAsync(Device device) {
        CompletableFuture<Session> onLoop;
        try {
            onLoop = open(device);
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
        onLoop.whenCompleteAsync(
                (session, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                    } else if (!result.complete(session)) {
                        session.closeAsync();
                    }
                },
                callbacks);
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

    /** Opens no more, gives up what is being opened, and begins to end every open session in order. */
    public CompletableFuture<Void> closeAll() {
        closed = true;
        opening.values().forEach(Runnable::run);
        return CompletableFuture.allOf(open.stream().map(Session::closeAsync).toArray(CompletableFuture<?>[]::new));
    }

    /** How many sessions are open. */
    public int count() {
        return open.size();
    }
}
