package dev.parley.metrics;

import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Hears what happens, so that a test can wait for it. Told after the listeners that are tested. */
final class Heard implements SessionListener {
    private static final long PATIENCE_SECONDS = 30;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<SessionEvent> events = new ArrayList<>();

    @Override
    public Interest interest() {
        return Interest.LIFE;
    }

    @Override
    public void on(SessionKey session, SessionEvent event) {
        lock.lock();
        try {
            events.add(event);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many events of that kind were told. */
    void await(Class<? extends SessionEvent> kind, int count) {
        await(
                count + " of " + kind.getSimpleName(),
                () -> events.stream().filter(kind::isInstance).count() >= count);
    }

    private void await(String what, BooleanSupplier condition) {
        long nanos = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (nanos <= 0) {
                    throw new AssertionError("waited in vain for " + what + "; heard " + events);
                }
                nanos = more.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for " + what, e);
        } finally {
            lock.unlock();
        }
    }
}
