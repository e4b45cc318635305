package dev.parley.session;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where what is a user's runs, so that nothing of it runs on an event loop.
 *
 * @param executor completes futures
 * @param subscribers tells subscribers of notifications; apart from the others, because these may block for as long as they
 *     like
 */
record Callbacks(Executor executor, Executor subscribers) {
    /** Runs a task there; or here, if the executor takes none any more: a future that never ends would be worse. */
    void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /** Runs what may never return on a thread for subscribers; or on one made for it, if those take none any more. */
    void deliver(Runnable task) {
        try {
            subscribers.execute(() -> blocking(task));
        } catch (RejectedExecutionException e) {
            Thread last = new Thread(task, "parley-subscriber-last");
            last.setDaemon(true);
            last.start();
        }
    }

    /** In a fork-join pool a further thread makes up for this one meanwhile. */
    private static void blocking(Runnable task) {
        try {
            ForkJoinPool.managedBlock(new ForkJoinPool.ManagedBlocker() {
                private boolean done;

                @Override
                public boolean block() {
                    task.run();
                    done = true;
                    return true;
                }

                @Override
                public boolean isReleasable() {
                    return done;
                }
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
