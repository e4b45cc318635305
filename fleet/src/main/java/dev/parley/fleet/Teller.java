package dev.parley.fleet;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a listener what happens, in that order and on a thread of its own: it may be slow, and may ask how far the run is. What waits
 * to be told is in memory; when that is too much, the run is to begin nothing further until the listener has caught up.
 */
final class Teller {
    /** So many characters of answers may wait. */
    static final long MOST = 16 << 20;

    private final Supplier<FleetListener> listener;
    private final Runnable caughtUp;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Teller::thread);
    private final AtomicLong waiting = new AtomicLong();
    private volatile @Nullable Throwable unheard;

    /**
     * @param listener who is told
     * @param caughtUp is run when no longer too much waits
     */
    Teller(Supplier<FleetListener> listener, Runnable caughtUp) {
        this.listener = listener;
        this.caughtUp = caughtUp;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "parley-fleet-teller");
        thread.setDaemon(true);
        return thread;
    }

    /** Tells something, unless nothing is told any more. */
    void tell(Consumer<FleetListener> what) {
        tell(what, 0);
    }

    /** Tells how it stands with a device, with all that came of it. */
    void tellEnd(Outcome outcome) {
        tell(
                each -> each.ended(outcome),
                outcome.answers().stream().mapToLong(Answer::size).sum());
    }

    private void tell(Consumer<FleetListener> what, long size) {
        if (thread.isShutdown()) {
            return;
        }
        waiting.addAndGet(size);
        thread.execute(() -> {
            try {
                what.accept(listener.get());
            } catch (RuntimeException | Error e) {
                unheard = e;
            }
            long left = waiting.addAndGet(-size);
            if (left <= MOST && left + size > MOST) {
                caughtUp.run();
            }
        });
    }

    /** Whether too much waits to be told. */
    boolean isBehind() {
        return waiting.get() > MOST;
    }

    /** Takes nothing further. */
    void end() {
        thread.shutdown();
    }

    /** Waits until all is told, and returns whether it is. */
    boolean await(Duration limit) throws InterruptedException {
        return thread.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Throws what the listener threw, if it did. */
    void rethrow() {
        Throwable failure = unheard;
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }
}
