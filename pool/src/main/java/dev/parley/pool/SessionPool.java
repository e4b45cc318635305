package dev.parley.pool;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.error.AcquireException;
import dev.parley.error.Durations;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Sessions that are shared: opened when somebody needs one, kept for the next, and never handed on with anything left on them.
 *
 * <pre>{@code
 * try (NetconfClient client = NetconfClient.create();
 *         SessionPool pool = SessionPool.of(client)) {
 *     Data running = pool.use(pe1, session -> session.send(GetConfig.from(Datastore.RUNNING)));
 * }
 * }</pre>
 *
 * <p>Two devices share sessions only if their values are equal in every part: name, place, credentials, policy, deadlines and
 * protocol. How many sessions there may be with a device is counted by its place alone. Whoever waits is served in the order of
 * coming, and across devices, too, where all of them together are too many.
 *
 * <p>What a holder leaves on a session is taken back when it is returned: changes in the candidate that were not committed are
 * discarded, locks released. A session goes if that fails, and also with a request without an answer, a confirmed commit that
 * waits without {@code persist}, a subscription, or an operation that the pool does not know to be harmless. Nothing is ever
 * sent twice by itself.
 *
 * <p>Safe for all threads. Waiting blocks, so it does not belong on an event loop; the asynchronous forms do not block.
 */
public final class SessionPool implements AutoCloseable {
    private final Commons commons;
    private final Shelves shelves;

    private SessionPool(Builder builder) {
        commons = new Commons(
                builder.settings, builder.opener, builder.openingsAhead, builder.callbacks, builder.listeners);
        shelves = new Shelves(commons);
    }

    /** A pool of sessions of that client, with the default settings. Closing the pool leaves the client open. */
    public static SessionPool of(NetconfClient client) {
        return builder(client).build();
    }

    /** For a pool of sessions of that client. */
    public static Builder builder(NetconfClient client) {
        return new Builder(device -> new Attempt(client.attempt(device)), client::waitingOpenings, client.callbacks());
    }

    /**
     * For a pool of sessions that come from elsewhere.
     *
     * @param opener begins to open a session with a device; must not block. Its future is cancelled when nobody waits for the
     *     session any more. The attempt takes the device's room until the future is completed, which may be later than that, when
     *     nothing of it is left; a session that comes after the future was completed is the opener's to close
     */
    public static Builder builder(Function<Device, CompletableFuture<Session>> opener) {
        return new Builder(opener, () -> 0, ForkJoinPool.commonPool());
    }

    /**
     * Does something with a session, and returns it.
     *
     * @return what the work returns
     * @throws AcquireException if there was no session to be had within the settings' time
     * @throws dev.parley.error.OpenException if none could be opened
     * @throws X if the work does; the session is returned all the same
     */
    public <R, X extends Exception> R use(Device device, Work<R, X> work) throws X {
        PooledSession session = borrow(device);
        try {
            return work.with(session);
        } finally {
            session.giveBack();
        }
    }

    /**
     * Does something with a session, and returns it when that is done.
     *
     * @param work is called on the client's executor; what it returns says when it is done
     * @return what comes of the work, completed on the client's executor or by the work; cancelling it stops waiting, or cancels
     *     what the work returned
     */
    public <R> CompletableFuture<R> useAsync(
            Device device, Function<? super PooledSession, ? extends CompletionStage<R>> work) {
        CompletableFuture<PooledSession> borrowed = borrowAsync(device);
        Errand<R> errand = new Errand<>(borrowed);
        borrowed.whenComplete((session, failure) -> {
            if (session == null) {
                errand.failed(failure);
            } else {
                errand.begin(session, work);
            }
        });
        return errand;
    }

    /**
     * Takes a session from the pool, and waits for it within the settings' time. An interrupt gives up, and leaves the thread
     * interrupted.
     *
     * @return the session, to be closed by whoever asked for it
     * @throws AcquireException if there was none to be had
     * @throws dev.parley.error.OpenException if none could be opened
     */
    public PooledSession borrow(Device device) {
        return borrow(device, commons.settings().acquire());
    }

    /** The same, waiting for another time. */
    public PooledSession borrow(Device device, Duration limit) {
        return join(device, limit).await();
    }

    /**
     * Takes a session from the pool. The future is completed on the client's executor, exceptionally with what {@link #borrow}
     * would throw; cancelling it stops waiting.
     */
    public CompletableFuture<PooledSession> borrowAsync(Device device) {
        return borrowAsync(device, commons.settings().acquire());
    }

    /** The same, waiting for another time. */
    public CompletableFuture<PooledSession> borrowAsync(Device device, Duration limit) {
        Waiter waiter;
        try {
            waiter = join(device, limit);
        } catch (AcquireException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<PooledSession> result = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                boolean cancelled = super.cancel(mayInterruptIfRunning);
                waiter.giveUp();
                return cancelled;
            }
        };
        waiter.granted()
                .whenComplete((session, failure) -> commons.callBack(() -> {
                    if (session == null) {
                        result.completeExceptionally(failure);
                    } else if (!result.complete(session)) {
                        session.giveBack();
                    }
                }));
        return result;
    }

    private Waiter join(Device device, Duration limit) {
        Durations.checkLimit(limit);
        return shelves.join(device, Waiter.nameOf(Thread.currentThread()), limit);
    }

    /** How the pool works. */
    public PoolSettings settings() {
        return commons.settings();
    }

    /** What the pool is doing, and has done. */
    public PoolState state() {
        return shelves.state();
    }

    /**
     * Begins to close the pool: whoever waits is refused, and so is whoever comes; idle sessions end; those in use end when they
     * are returned, or when {@code settings().drain()} is over. The future is completed when all have ended. The client stays
     * open. Closing again does nothing more.
     */
    public CompletableFuture<Void> closeAsync() {
        return shelves.close().copy();
    }

    /** Closes the pool and waits until all sessions have ended. An interrupt ends those in use at once. */
    @Override
    public void close() {
        CompletableFuture<Void> ended = shelves.close();
        boolean interrupted = false;
        while (true) {
            try {
                ended.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                shelves.endAll();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the pool did not end", e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a pool is made of. */
    public static final class Builder {
        private final Function<Device, CompletableFuture<Session>> opener;
        private final IntSupplier openingsAhead;
        private final List<PoolListener> listeners = new ArrayList<>();
        private Executor callbacks;
        private PoolSettings settings = PoolSettings.DEFAULT;

        private Builder(
                Function<Device, CompletableFuture<Session>> opener, IntSupplier openingsAhead, Executor callbacks) {
            this.opener = opener;
            this.openingsAhead = openingsAhead;
            this.callbacks = callbacks;
        }

        /** How many sessions there are, how long they are kept, and how long to wait. */
        public Builder settings(PoolSettings some) {
            settings = some;
            return this;
        }

        /** Is told what happens in the pool. */
        public Builder listener(PoolListener listener) {
            listeners.add(listener);
            return this;
        }

        /** What completes futures and does asynchronous work, in place of the client's executor. The caller closes it. */
        public Builder callbacks(Executor executor) {
            callbacks = executor;
            return this;
        }

        /** The pool. */
        public SessionPool build() {
            return new SessionPool(this);
        }
    }
}
