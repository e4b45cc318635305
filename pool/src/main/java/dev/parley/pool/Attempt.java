package dev.parley.pool;

import dev.parley.session.Session;
import dev.parley.session.SessionFuture;
import java.util.concurrent.CompletableFuture;

/**
 * A session that is being opened for a pool. Cancelling it only asks: it is over when nothing of the attempt is left at the
 * device, so that what comes after it does not come on top of it (S-08).
 */
final class Attempt extends CompletableFuture<Session> {
    private final SessionFuture opening;

    Attempt(SessionFuture opening) {
        this.opening = opening;
        opening.whenComplete((session, failure) -> {
            if (failure == null) {
                complete(session);
            } else {
                opening.gone().thenRun(() -> completeExceptionally(failure));
            }
        });
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        opening.cancel(mayInterruptIfRunning);
        return isCancelled();
    }
}
