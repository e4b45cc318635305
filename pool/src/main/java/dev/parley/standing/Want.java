package dev.parley.standing;

import dev.parley.error.NetconfException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Somebody who waits for a session. What is not final is under the lock. */
final class Want {
    private final Keeper keeper;
    private final String name;
    private final Duration limit;
    private final long until;
    private final boolean uses;
    private final CompletableFuture<Live> granted = new CompletableFuture<>();
    private @Nullable Future<?> timer;

    /**
     * @param name who it is, for messages
     * @param limit how long it waits
     * @param until when that is over, by the nanosecond clock
     * @param uses whether it says when it has done with the session
     */
    Want(Keeper keeper, String name, Duration limit, long until, boolean uses) {
        this.keeper = keeper;
        this.name = name;
        this.limit = limit;
        this.until = until;
        this.uses = uses;
    }

    String name() {
        return name;
    }

    Duration limit() {
        return limit;
    }

    long until() {
        return until;
    }

    boolean uses() {
        return uses;
    }

    /** Completes with the session, on whatever thread; what a user does with it belongs elsewhere. */
    CompletableFuture<Live> granted() {
        return granted;
    }

    /** It waits, no longer than this. */
    void waitsFor(Future<?> end) {
        timer = end;
    }

    /** It waits no longer. Under the lock. */
    void over() {
        Future<?> end = timer;
        if (end != null) {
            end.cancel(false);
        }
    }

    /** Waits for the session. An interrupt gives up, and leaves the thread interrupted. */
    Live await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return granted.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    keeper.givenUp(this, e);
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NetconfException failure) {
                // it was made elsewhere: the caller's own stack is what helps
                failure.setStackTrace(new Throwable().getStackTrace());
                throw failure;
            }
            throw new CompletionException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
