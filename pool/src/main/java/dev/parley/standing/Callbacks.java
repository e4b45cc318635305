package dev.parley.standing;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where what is a user's, or may block, is done; or on the spot, if that takes nothing any more: nobody must wait for ever.
 *
 * @param executor the client's
 */
record Callbacks(Executor executor) implements Executor {
    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }
}
