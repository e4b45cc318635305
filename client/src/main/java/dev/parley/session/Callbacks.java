package dev.parley.session;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where futures are completed, so that nothing a user hangs on them runs on an event loop.
 *
 * @param executor the client's executor
 */
record Callbacks(Executor executor) {
    /** Runs a task there; or here, if the executor takes none any more: a future that never ends would be worse. */
    void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }
}
