package dev.parley.ssh;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What there is to do while a connection comes up, in its order: one piece at a time, on threads that may block. On the
 * loop, but for the work itself.
 */
final class Pieces {
    private final Executor blocking;
    private final Executor loop;
    private final Runnable whenDone;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final Object lock = new Object();
    private boolean busy;

    // under the lock
    private @Nullable Thread worker;
    private boolean abandoned;

    /**
     * @param blocking runs the pieces
     * @param loop runs everything else
     * @param whenDone is run on the loop behind each piece
     */
    Pieces(Executor blocking, Executor loop, Runnable whenDone) {
        this.blocking = blocking;
        this.loop = loop;
        this.whenDone = whenDone;
    }

    void add(Runnable piece) {
        waiting.add(piece);
    }

    /** The piece whose turn it is, or null if there is none or another is still being worked on. */
    @Nullable
    Runnable next() {
        return busy ? null : waiting.poll();
    }

    /** Whether a piece is being worked on. */
    boolean isBusy() {
        return busy;
    }

    /** Whether none is being worked on, and none waits. */
    boolean isIdle() {
        return !busy && waiting.isEmpty();
    }

    /**
     * Has a piece worked on.
     *
     * @throws RejectedExecutionException if the client is closed
     */
    void workOn(Runnable piece) {
        busy = true;
        try {
            blocking.execute(() -> {
                work(piece);
                loop.execute(this::done);
            });
        } catch (RejectedExecutionException e) {
            busy = false;
            throw e;
        }
    }

    private void done() {
        busy = false;
        whenDone.run();
    }

    private void work(Runnable piece) {
        synchronized (lock) {
            if (abandoned) {
                return;
            }
            worker = Thread.currentThread();
        }
        try {
            piece.run();
        } finally {
            synchronized (lock) {
                worker = null;
                // an interrupt that came too late is not for whatever this thread does next
                Thread.interrupted();
            }
        }
    }

    /** Nobody wants the connection any more: who works on a piece is interrupted, and no further one is begun. */
    void abandon() {
        synchronized (lock) {
            abandoned = true;
            if (worker != null) {
                worker.interrupt();
            }
        }
    }
}
