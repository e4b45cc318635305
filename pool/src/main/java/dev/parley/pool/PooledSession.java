package dev.parley.pool;

import dev.parley.device.Device;
import dev.parley.error.Durations;
import dev.parley.error.Fate;
import dev.parley.error.RequestException;
import dev.parley.event.SessionKey;
import dev.parley.message.Capabilities;
import dev.parley.message.ServerHello;
import dev.parley.notification.CreateSubscription;
import dev.parley.operation.Ok;
import dev.parley.operation.Operation;
import dev.parley.operation.Request;
import dev.parley.session.Backlog;
import dev.parley.session.NotificationStream;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.pool.PooledRef;

/**
 * A session that a {@link SessionPool} has lent: one holder's view of it, until it is returned. It does what {@link Session}
 * does, and keeps account of what is left behind.
 *
 * <p>Closing it returns it. What is left on it then is taken back, on the pool's own time: changes in the candidate are
 * discarded, locks released; what cannot be taken back ends the session. After that every use of this view fails, so a holder
 * can never disturb the next one.
 *
 * <p>Safe for all threads.
 */
public final class PooledSession implements AutoCloseable {
    private final Shelf shelf;
    private final PooledRef<Member> ref;
    private final Session session;
    private final Ledger ledger;
    private final long lentAt = System.nanoTime();
    private volatile String holder;
    private volatile String returned = "just now";

    PooledSession(Shelf shelf, PooledRef<Member> ref, Ledger ledger, String holder) {
        this.shelf = shelf;
        this.ref = ref;
        this.session = ref.poolable().session();
        this.ledger = ledger;
        this.holder = holder;
    }

    PooledRef<Member> ref() {
        return ref;
    }

    Ledger ledger() {
        return ledger;
    }

    String holder() {
        return holder;
    }

    Duration held() {
        return Duration.ofNanos(System.nanoTime() - lentAt);
    }

    PoolState.Holder shown() {
        return new PoolState.Holder(holder, session.id(), held(), ledger.underWay());
    }

    /**
     * Lets the holder be called so where the pool says who has its sessions, in place of the name of the thread that asked for
     * this one.
     *
     * @return this session
     */
    public PooledSession named(String name) {
        holder = name;
        return this;
    }

    /** Sends an operation and waits for its result, as {@link Session#send(Operation)} does. */
    public <R> R send(Operation<R> operation) {
        return send(Request.of(operation));
    }

    /**
     * Sends a request and waits for its result, as {@link Session#send(Request)} does.
     *
     * @throws RequestException if the session was returned; nothing is sent then
     */
    public <R> R send(Request<R> request) {
        Ledger.Entry entry = begun(ledger.begin(request), request.operation().name());
        Throwable failure = null;
        try {
            return session.send(ledger.watched(request, entry));
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            ledger.end(entry, failure);
        }
    }

    /** Sends an operation, as {@link Session#sendAsync(Operation)} does. */
    public <R> CompletableFuture<R> sendAsync(Operation<R> operation) {
        return sendAsync(Request.of(operation));
    }

    /** Sends a request, as {@link Session#sendAsync(Request)} does. Fails if the session was returned. */
    public <R> CompletableFuture<R> sendAsync(Request<R> request) {
        return async(
                () -> ledger.begin(request),
                request.operation().name(),
                entry -> session.sendAsync(ledger.watched(request, entry)));
    }

    /**
     * Subscribes to notifications with the default {@link Backlog}, as {@link Session#subscribe(CreateSubscription)} does. The
     * device cannot be told to stop, so the session ends when it is returned; {@code NetconfClient.watch} is the better way for
     * more than a while.
     */
    public NotificationStream subscribe(CreateSubscription subscription) {
        return subscribe(Request.of(subscription), Backlog.DEFAULT);
    }

    /** Subscribes to notifications, as {@link Session#subscribe(Request, Backlog)} does; see the other. */
    public NotificationStream subscribe(Request<Ok> subscription, Backlog backlog) {
        Ledger.Entry entry = begun(ledger.beginSubscription(), "create-subscription");
        Throwable failure = null;
        try {
            return session.subscribe(subscription, backlog);
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            ledger.end(entry, failure);
        }
    }

    /** Subscribes to notifications, as {@link Session#subscribeAsync(Request, Backlog)} does; see the others. */
    public CompletableFuture<NotificationStream> subscribeAsync(Request<Ok> subscription, Backlog backlog) {
        return async(
                ledger::beginSubscription,
                "create-subscription",
                entry -> session.subscribeAsync(subscription, backlog));
    }

    private <R> CompletableFuture<R> async(
            Supplier<Ledger.@Nullable Entry> begin, String what, Function<Ledger.Entry, CompletableFuture<R>> send) {
        Ledger.Entry entry;
        try {
            entry = begun(begin.get(), what);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<R> answer = send.apply(entry);
        CompletableFuture<R> result = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                answer.cancel(mayInterruptIfRunning);
                return super.cancel(mayInterruptIfRunning);
            }
        };
        // the account is settled before anybody else hears of it, who may return the session at once
        answer.whenComplete((value, failure) -> {
            ledger.end(entry, failure);
            if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(value);
            }
        });
        return result;
    }

    private Ledger.Entry begun(Ledger.@Nullable Entry entry, String operation) {
        if (entry != null) {
            return entry;
        }
        throw new RequestException(
                RequestException.Reason.INVALID_REQUEST,
                Fate.NOT_SENT,
                operation + " was not sent to " + session.device().label() + ": " + holder
                        + " has returned this session to its pool " + returned,
                "take a session from the pool for each piece of work, and use it within that only",
                null);
    }

    /** What the device said about itself. */
    public ServerHello hello() {
        return session.hello();
    }

    /** What the device can do. */
    public Capabilities capabilities() {
        return session.capabilities();
    }

    /** The session's number on the device. */
    public long id() {
        return session.id();
    }

    /** The device. */
    public Device device() {
        return session.device();
    }

    /** Which session of the client this is, as its events name it. */
    public SessionKey key() {
        return session.key();
    }

    /** Whether requests can still be sent: it was not returned, and is still open. */
    public boolean isOpen() {
        return !ledger.isClosed() && session.isOpen();
    }

    /**
     * Returns the session to its pool, at once; what is left on it is taken back behind the scenes.
     *
     * @throws IllegalStateException if it was returned before: by then it may be somebody else's, who is not disturbed
     */
    @Override
    public void close() {
        if (!giveBack()) {
            throw new IllegalStateException("session " + session.id() + " with "
                    + session.device().label() + " was returned to its pool twice, the first time by " + holder + " "
                    + returned);
        }
    }

    /** Returns it, unless that was done before. */
    boolean giveBack() {
        if (!ledger.close()) {
            return false;
        }
        returned = "after " + Durations.text(held()) + ", on " + Waiter.nameOf(Thread.currentThread());
        shelf.stock().returned(this);
        return true;
    }

    @Override
    public String toString() {
        return session + ", lent to " + holder;
    }
}
