package dev.parley.session;

import dev.parley.error.InputException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A session that is being opened. Cancelling it gives the attempt up: the future is cancelled at once, and what there is of the
 * attempt at the device goes a moment later, which {@link #gone} tells.
 */
public final class SessionFuture extends CompletableFuture<Session> {
    private final CompletableFuture<Session> onLoop;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    private SessionFuture(CompletableFuture<Session> onLoop) {
        this.onLoop = onLoop;
    }

    /** Of an attempt; what comes of it is told where futures of users are completed. */
    static SessionFuture of(Opening opening, Callbacks callbacks) {
        SessionFuture future = new SessionFuture(opening.result());
        opening.result()
                .whenComplete(
                        (session, failure) -> callbacks.run(() -> future.settle(session, failure, opening.released())));
        return future;
    }

    /** Of nothing: an attempt could not even begin. */
    static SessionFuture failed(InputException why) {
        SessionFuture future = new SessionFuture(new CompletableFuture<>());
        future.gone.complete(null);
        future.completeExceptionally(why);
        return future;
    }

    private void settle(@Nullable Session session, @Nullable Throwable failure, CompletableFuture<Void> released) {
        if (failure != null) {
            released.thenRun(() -> gone.complete(null));
            completeExceptionally(failure);
        } else if (complete(session)) {
            gone.complete(null);
        } else if (session != null) {
            session.closeAsync().whenComplete((traffic, never) -> gone.complete(null));
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        onLoop.cancel(mayInterruptIfRunning);
        return super.cancel(mayInterruptIfRunning);
    }

    /**
     * Is completed when the attempt itself holds nothing at the device any more: because the session is up and holds what it
     * needs, or because the connection of an attempt that failed or was cancelled has been let go of. Whoever counts what a
     * device has to carry counts a cancelled attempt until then. Never fails; completed on any thread, which must not be blocked.
     */
    public CompletableFuture<Void> gone() {
        return gone.copy();
    }
}
