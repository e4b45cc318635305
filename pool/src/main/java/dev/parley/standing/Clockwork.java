package dev.parley.standing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time, and what is to be done after a while. */
interface Clockwork {
    /** The nanosecond clock. */
    long nanos();

    /** The time of day. */
    Instant instant();

    /** Does something after a while. The task must not hold up the others. Any thread. */
    Future<?> after(Duration delay, Runnable task);

    /** Nothing more is to be done. */
    void stop();

    /** The system's time, and one thread for all that is to be done. */
    static Clockwork system() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "parley-standing");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return new Clockwork() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public Instant instant() {
                return Instant.now();
            }

            @Override
            public Future<?> after(Duration delay, Runnable task) {
                try {
                    return timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                } catch (RejectedExecutionException e) {
                    // all is over, and everybody was told
                    return CompletableFuture.completedFuture(null);
                }
            }

            @Override
            public void stop() {
                timer.shutdown();
            }
        };
    }
}
