package dev.parley.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that were taken together a moment ago: those of one reading of all metrics belong together, and cost the lock that
 * they are taken under once. Safe for all threads.
 */
final class Snapshot<T> {
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(200);

    private final Supplier<T> source;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable T taken;
    private long takenAt;

    Snapshot(Supplier<T> source) {
        this.source = source;
    }

    T now() {
        lock.lock();
        try {
            long now = System.nanoTime();
            T known = taken;
            if (known == null || now - takenAt > FRESH) {
                known = source.get();
                taken = known;
                takenAt = now;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }
}
