package dev.parley.pool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asynchronous work with a session: first the session comes, then what the work is waiting for. The session is returned as soon
 * as that is there, before anybody is told.
 */
final class Errand<R> extends CompletableFuture<R> {
    /** What is waited for at the moment. */
    private volatile CompletableFuture<?> current;

    Errand(CompletableFuture<PooledSession> borrowed) {
        current = borrowed;
    }

    void failed(@Nullable Throwable failure) {
        completeExceptionally(failure == null ? new IllegalStateException("no session came") : failure);
    }

    void begin(PooledSession session, Function<? super PooledSession, ? extends CompletionStage<R>> work) {
        if (isDone()) {
            session.giveBack();
            return;
        }
        CompletableFuture<R> done;
        try {
            done = work.apply(session).toCompletableFuture();
        } catch (RuntimeException | Error e) {
            session.giveBack();
            completeExceptionally(e);
            return;
        }
        current = done;
        if (isCancelled()) {
            done.cancel(true);
        }
        done.whenComplete((value, failure) -> {
            session.giveBack();
            if (failure != null) {
                completeExceptionally(failure);
            } else {
                complete(value);
            }
        });
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            current.cancel(mayInterruptIfRunning);
        }
        return cancelled;
    }
}
