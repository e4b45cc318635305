package dev.parley.pool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Lets a reactor pool look for what it has to evict when there is something, and not every so often: it keeps the task that the
 * pool would have run after a while. So a pool with thousands of devices has no thousands of timers.
 */
final class Sweeps implements Scheduler {
    private final AtomicReference<@Nullable Runnable> next = new AtomicReference<>();
    private final AtomicInteger wanted = new AtomicInteger();

    /** Lets the pool look through its idle sessions. */
    void now() {
        if (wanted.getAndIncrement() > 0) {
            return;
        }
        int round = 1;
        do {
            Runnable sweep = next.getAndSet(null);
            if (sweep != null) {
                // it comes back for the next time before it returns
                sweep.run();
            }
            round = wanted.addAndGet(-round);
        } while (round > 0);
    }

    @Override
    public Disposable schedule(Runnable task) {
        task.run();
        return Disposables.disposed();
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        next.set(task);
        return () -> next.compareAndSet(task, null);
    }

    @Override
    public Worker createWorker() {
        throw new UnsupportedOperationException("eviction schedules single tasks");
    }
}
