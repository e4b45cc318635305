package dev.parley.pool;

import dev.parley.error.NetconfException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Somebody who wants a session. What is not final is under the pool's lock. */
final class Waiter {
    private final Shelf shelf;
    private final String name;
    private final Duration limit;
    private final long since = System.nanoTime();
    private final CompletableFuture<PooledSession> granted = new CompletableFuture<>();
    private Stage stage = Stage.WAITING;

    /** What it is waiting for. */
    enum Stage {
        /** Its turn. */
        WAITING,
        /** The answer of the device on the session that it is about to get. */
        TRYING,
        /** Nothing any more. */
        DONE
    }

    Waiter(Shelf shelf, String name, Duration limit) {
        this.shelf = shelf;
        this.name = name;
        this.limit = limit;
    }

    /** What a thread is called in messages. */
    static String nameOf(Thread thread) {
        return thread.getName().isEmpty() ? "thread " + thread.getId() : thread.getName();
    }

    String name() {
        return name;
    }

    Duration limit() {
        return limit;
    }

    /** Since when it waits, by the nanosecond clock. */
    long since() {
        return since;
    }

    Duration waited() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    Stage stage() {
        return stage;
    }

    void enter(Stage next) {
        stage = next;
    }

    /** Completes with the session, on whatever thread; what a user does with it belongs elsewhere. */
    CompletableFuture<PooledSession> granted() {
        return granted;
    }

    /** Waits no longer than the limit, which begins with this call. */
    void begin() {
        if (granted.isDone()) {
            return;
        }
        Future<?> timer = shelf.commons().after(limit, () -> shelf.expired(this));
        granted.whenComplete((session, failure) -> timer.cancel(false));
    }

    void giveUp() {
        shelf.givenUp(this, null);
    }

    /** Waits for the session. An interrupt gives up, and leaves the thread interrupted. */
    PooledSession await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return granted.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    shelf.givenUp(this, e);
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NetconfException failure) {
                // it was made elsewhere: the caller's own stack is what helps
                failure.setStackTrace(new Throwable().getStackTrace());
                throw failure;
            }
            throw new CompletionException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
