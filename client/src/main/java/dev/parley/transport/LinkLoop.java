package dev.parley.transport;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The one thread at a time on which everything about a link happens: a Netty event loop, or a serial executor for
 * transports that have none. Tasks run in the order in which they were handed over.
 *
 * <p>Once the transport is closed, {@link #execute} throws {@link java.util.concurrent.RejectedExecutionException}; then
 * every link of this loop has ended.
 */
public interface LinkLoop extends Executor {
    /** Whether the current thread is the loop's. */
    boolean isCurrent();

    /** Runs a task on the loop after a while. */
    Timer schedule(Runnable task, Duration delay);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {
        /** Makes it not run, if it has not begun. */
        void cancel();
    }
}
