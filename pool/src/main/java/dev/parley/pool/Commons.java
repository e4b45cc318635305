package dev.parley.pool;

import dev.parley.device.Device;
import dev.parley.event.SessionKey;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all shelves of a pool share: the settings, the lock, the timer, and who is told what happens. What is to be done about
 * a change is found out under the lock and done after it, so nothing that is called back waits for it.
 */
final class Commons {
    private static final Logger LOG = LoggerFactory.getLogger("dev.parley.pool");

    private final PoolSettings settings;
    private final Function<Device, CompletableFuture<Session>> opener;
    private final IntSupplier openingsAhead;
    private final Executor callbacks;
    private final List<PoolListener> listeners;
    private final ReentrantLock lock = new ReentrantLock();
    private final ScheduledThreadPoolExecutor timer;

    Commons(
            PoolSettings settings,
            Function<Device, CompletableFuture<Session>> opener,
            IntSupplier openingsAhead,
            Executor callbacks,
            List<PoolListener> listeners) {
        this.settings = settings;
        this.opener = opener;
        this.openingsAhead = openingsAhead;
        this.callbacks = callbacks;
        this.listeners = List.copyOf(listeners);
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "parley-pool");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        // what waits when the pool is closed has nothing left to do
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    PoolSettings settings() {
        return settings;
    }

    /** Does what is a user's where that belongs; or here, if that takes nothing any more: nobody must wait for ever. */
    void callBack(Runnable task) {
        try {
            callbacks.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /** How many attempts, for whatever device and by whomever, wait for their turn in the client. */
    int openingsAhead() {
        return openingsAhead.getAsInt();
    }

    /** Begins to open a session; what the opener throws is what the future fails with. */
    CompletableFuture<Session> open(Device device) {
        try {
            return opener.apply(device);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Changes something under the lock.
     *
     * @param change adds to the list what is to be done, in that order, when the lock is free again
     */
    void change(Consumer<List<Runnable>> change) {
        List<Runnable> later = new ArrayList<>();
        lock.lock();
        try {
            change.accept(later);
        } finally {
            lock.unlock();
        }
        runAll(later);
    }

    /** Runs each of them, whatever becomes of the others: behind each somebody waits. */
    private static void runAll(List<Runnable> tasks) {
        Throwable first = null;
        for (Runnable task : tasks) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first instanceof RuntimeException failure) {
            throw failure;
        }
        if (first instanceof Error failure) {
            throw failure;
        }
    }

    /** Looks at something under the lock. */
    <T> T look(Supplier<T> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }

    /** Does something after a while, on the pool's one thread, which it must not hold up. Any thread. */
    Future<?> after(Duration delay, Runnable task) {
        try {
            return timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // the pool has ended, and everybody was told
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Nothing more is to be done after a while. */
    void stop() {
        timer.shutdown();
    }

    /** Says who left something on a session that could not be taken back: it may still be there, and disturb others. */
    void notCleaned(SessionKey session, String holder, Cleaning cleaning) {
        Ledger.Verdict failure = cleaning.failure();
        if (failure != null && failure.why() == Retirement.NOT_CLEANED) {
            LOG.warn(
                    "{}: what {} had left could not be taken back by {}: {}",
                    session,
                    holder,
                    cleaning.requests(),
                    failure.detail());
        }
    }

    /** Tells the listeners. Not under the lock. */
    void tell(Device device, PoolEvent event) {
        if (event instanceof PoolEvent.Retired retired && LOG.isDebugEnabled()) {
            LOG.debug("{}: retired: {}", retired.session(), retired.detail());
        } else if (event instanceof PoolEvent.Cleaned cleaned) {
            LOG.info("{}: its holder had left something; done about it: {}", cleaned.session(), cleaned.requests());
        }
        for (PoolListener listener : listeners) {
            try {
                listener.on(device, event);
            } catch (RuntimeException | Error e) {
                // also an assertion, or a class that is missing: nobody may wait for ever because of a listener
                LOG.warn("{}: a listener failed on {}", device, event.getClass().getSimpleName(), e);
            }
        }
    }
}
