package dev.parley.standing;

import dev.parley.device.Device;
import dev.parley.error.AcquireException;
import dev.parley.error.Durations;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A session with a device that is opened again whenever it is lost, until this is closed; made by {@link
 * StandingSessions#keepOpen(Device)}.
 *
 * <p>All who use it share the one {@link Session} that is up, and requests on it are answered in order. What fails because the
 * session is lost fails for whoever asked, who alone knows whether it may be asked again: nothing is repeated by itself. What belongs
 * to a session, such as locks, subscriptions and a confirmed commit without {@code persist}, is gone with it, and the next session
 * begins without. Closing the session itself has the same effect as losing it.
 *
 * <p>Safe for all threads. Waiting blocks, so it does not belong on an event loop; the asynchronous forms do not block.
 */
public final class StandingSession implements AutoCloseable {
    private final Desk desk;
    private final Keeper keeper;

    StandingSession(Desk desk, Keeper keeper) {
        this.desk = desk;
        this.keeper = keeper;
    }

    /** The device. */
    public Device device() {
        return keeper.device();
    }

    /** What it is doing at the moment. */
    public StandingState state() {
        return keeper.state();
    }

    /** The session, if there is one now. It may be lost at any time. */
    public Optional<Session> current() {
        return Optional.ofNullable(keeper.live()).map(Live::session);
    }

    /** Why there last was no session, or the last attempt failed; empty if that has not happened. */
    public Optional<Throwable> lastFailure() {
        return Optional.ofNullable(keeper.last()).map(StandingWords.Failure::why);
    }

    /**
     * The session, at once if there is one, and otherwise the next one, for which it waits within the settings' time. An interrupt
     * gives up, and leaves the thread interrupted.
     *
     * @throws AcquireException if there is none in time, or none is to come in time: while the device is left alone, or after a
     *     refusal; the message has the state, the last failure, and the number and time of the next attempt
     */
    public Session session() {
        return session(desk.settings().acquire());
    }

    /** The same, waiting for another time. */
    public Session session(Duration limit) {
        return join(limit, false).await().session();
    }

    /**
     * The session, at once if there is one, and otherwise the next one. The future is completed on the client's executor,
     * exceptionally with what {@link #session()} would throw; cancelling it stops waiting.
     */
    public CompletableFuture<Session> sessionAsync() {
        return sessionAsync(desk.settings().acquire());
    }

    /** The same, waiting for another time. */
    public CompletableFuture<Session> sessionAsync(Duration limit) {
        Relay<Session> result = new Relay<>();
        joinAsync(limit, false, result, live -> result.complete(live.session()));
        return result;
    }

    /**
     * Does something with the session. Closing waits for it, within the settings' time.
     *
     * @return what the work returns
     * @throws AcquireException as {@link #session()}
     * @throws X if the work does
     */
    public <R, X extends Exception> R use(SessionWork<R, X> work) throws X {
        Live live = join(desk.settings().acquire(), true).await();
        try {
            return work.with(live.session());
        } finally {
            keeper.done();
        }
    }

    /**
     * Does something with the session. Closing waits for it, within the settings' time.
     *
     * @param work is called on the client's executor; what it returns says when it is done
     * @return what comes of the work, completed on the client's executor or by the work; cancelling it stops waiting, or cancels
     *     what the work returned
     */
    public <R> CompletableFuture<R> useAsync(Function<? super Session, ? extends CompletionStage<R>> work) {
        Relay<R> result = new Relay<>();
        joinAsync(desk.settings().acquire(), true, result, live -> begin(live.session(), work, result));
        return result;
    }

    private <R> void begin(
            Session session, Function<? super Session, ? extends CompletionStage<R>> work, Relay<R> result) {
        if (result.isDone()) {
            keeper.done();
            return;
        }
        CompletableFuture<R> done;
        try {
            done = work.apply(session).toCompletableFuture();
        } catch (RuntimeException | Error e) {
            keeper.done();
            result.completeExceptionally(e);
            return;
        }
        result.over(done).whenComplete((value, failure) -> {
            keeper.done();
            if (failure != null) {
                result.fail(failure);
            } else {
                result.complete(value);
            }
        });
    }

    private Want join(Duration limit, boolean uses) {
        Durations.checkLimit(limit);
        Thread thread = Thread.currentThread();
        String name = thread.getName().isEmpty() ? "thread " + thread.getId() : thread.getName();
        return keeper.join(name, limit, uses);
    }

    private void joinAsync(Duration limit, boolean uses, Relay<?> result, Consumer<Live> then) {
        Want want;
        try {
            want = join(limit, uses);
        } catch (RuntimeException e) {
            result.fail(e);
            return;
        }
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                keeper.givenUp(want, null);
            }
        });
        want.granted()
                .whenComplete((live, failure) -> desk.callBack(() -> {
                    if (failure != null) {
                        result.fail(failure);
                    } else {
                        then.accept(live);
                    }
                }));
    }

    /**
     * Makes an attempt as soon as it is its turn, because something was mended: after a backoff, a refusal, while the device is left
     * alone, and when it was given up. Otherwise it does nothing.
     */
    public void retry() {
        desk.change(keeper::retry);
    }

    /**
     * Begins to close it: whoever waits is refused, and so is whoever comes; the session ends in order when those who use it have
     * done, or {@code settings().drain()} is over. The future is completed when it has ended. Closing again does nothing more.
     */
    public CompletableFuture<Void> closeAsync() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        desk.change(later -> keeper.close(later).whenComplete((end, failure) -> closed.complete(null)));
        return closed;
    }

    /** Closes it and waits until the session has ended. An interrupt stops waiting, and leaves the thread interrupted. */
    @Override
    public void close() {
        await(closeAsync());
    }

    static void await(CompletableFuture<Void> end) {
        try {
            end.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the standing session did not end", e);
        }
    }

    @Override
    public String toString() {
        return "standing session with " + device() + ": " + keeper.words().state();
    }
}
