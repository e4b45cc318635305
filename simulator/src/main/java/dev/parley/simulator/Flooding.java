package dev.parley.simulator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A flood of events under way: {@link DeviceSimulator#flood}. Safe for any thread. */
public final class Flooding implements AutoCloseable {
    private final AtomicLong produced = new AtomicLong();
    private final AtomicInteger parts;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean stopped;

    /** A flood in so many parts. */
    Flooding(int parts) {
        this.parts = new AtomicInteger(parts);
        if (parts == 0) {
            done.complete(null);
        }
    }

    /** How many events there were so far; where each client takes its own, of all clients together. */
    public long events() {
        return produced.get();
    }

    /** Completes when the last event was there, the flood was stopped, or all its subscribers are gone. */
    public CompletableFuture<Void> done() {
        return done.copy();
    }

    /** Stops the flood. */
    @Override
    public void close() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    void produced() {
        produced.incrementAndGet();
    }

    /** A part of it is over. */
    void ended() {
        if (parts.decrementAndGet() == 0) {
            done.complete(null);
        }
    }
}
