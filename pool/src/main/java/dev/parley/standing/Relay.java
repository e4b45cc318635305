package dev.parley.standing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A future for what is done in several steps: cancelling it cancels the step that is under way. */
final class Relay<R> extends CompletableFuture<R> {
    private volatile @Nullable Future<?> step;

    /** This is under way now. */
    <F extends Future<?>> F over(F next) {
        step = next;
        if (isCancelled()) {
            next.cancel(true);
        }
        return next;
    }

    /** Fails with what a step failed with. */
    void fail(Throwable failure) {
        completeExceptionally(known(failure));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        Future<?> now = step;
        if (cancelled && now != null) {
            now.cancel(mayInterruptIfRunning);
        }
        return cancelled;
    }

    /** What a future failed with, without what futures wrap around it. */
    static Throwable known(Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }
}
