package dev.parley.capture;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file on a thread of its own, from a queue that is bounded in bytes: who hands something in never waits for the
 * disk. Safe for all threads.
 *
 * @param <T> what is handed in
 */
final class Scribe<T> implements AutoCloseable {
    /** How much an entry takes besides its bytes, about. */
    private static final int ENTRY = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What the thread does with what is handed in. Called by it alone. */
    interface Pen<T> {
        /** Writes one thing. */
        void write(T item) throws IOException;

        /** Nothing more is there just now: lets the file be whole up to here. */
        void pause() throws IOException;

        /** Writes the end, and closes the file. */
        void end() throws IOException;
    }

    private record Entry<T>(@Nullable T item, long weight) {}

    private final LinkedBlockingQueue<Entry<T>> queue = new LinkedBlockingQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private final long most;
    private final Pen<T> pen;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable String failure;

    /**
     * @param name the thread's
     * @param most how many bytes may wait
     * @param pen what writes
     */
    Scribe(String name, long most, Pen<T> pen) {
        this.most = most;
        this.pen = pen;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Hands something in that carries so many bytes; false if there is no room for it. */
    boolean offer(T item, int bytes) {
        if (closed || failure != null) {
            return false;
        }
        long weight = (long) bytes + ENTRY;
        if (waiting.addAndGet(weight) > most) {
            waiting.addAndGet(-weight);
            return false;
        }
        queue.add(new Entry<>(item, weight));
        return true;
    }

    /** Hands something in that must not be lost, and is small and rare. */
    void insist(T item) {
        if (!closed && failure == null) {
            queue.add(new Entry<>(item, 0));
        }
    }

    private void run() {
        try {
            for (Entry<T> next = take(); next.item() != null; next = take()) {
                pen.write(next.item());
                waiting.addAndGet(-next.weight());
            }
            pen.end();
        } catch (IOException | RuntimeException e) {
            failure = e.getMessage() == null ? e.toString() : e.getMessage();
            queue.clear();
        } catch (InterruptedException e) {
            failure = "the thread was interrupted";
        }
    }

    private Entry<T> take() throws InterruptedException, IOException {
        Entry<T> next = queue.poll();
        if (next == null) {
            pen.pause();
            next = queue.take();
        }
        return next;
    }

    /** Why nothing is written any more, if that is so. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Writes what waits, at most for ten seconds. Closing again does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            queue.add(new Entry<>(null, 0));
        }
        boolean interrupted = false;
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (thread.isAlive()) {
            failure = "the disk has not taken everything within " + PATIENCE.toSeconds() + " s";
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
