package dev.parley.pool;

import dev.parley.session.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.pool.PooledRef;
import reactor.util.context.Context;

/**
 * One place in the queue of a shelf's reactor pool, which answers with a session that is there or lets this open one. It
 * belongs to nobody in particular: what it brings goes to whoever has waited longest. It is never cancelled, because a session
 * that comes at that moment would have nobody to take it; it just finds nobody waiting.
 */
final class Ask implements CoreSubscriber<PooledRef<Member>>, Comparable<Ask> {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private final Shelf shelf;
    private final CompletableFuture<Member> allocation = new CompletableFuture<>();
    private Stage stage = Stage.QUEUED;
    private long since = System.nanoTime();
    private long wantedSince = since;
    private @Nullable CompletableFuture<Session> opening;

    /** How far it is. */
    enum Stage {
        /** The reactor pool decides. */
        QUEUED,
        /** It may open a session when there is room. */
        SEATING,
        /** A session is being opened. */
        OPENING,
        /** It is over. */
        OVER
    }

    /** What an attempt fails with that nobody wants any more. */
    static final class Withdrawn extends RuntimeException {
        private static final long serialVersionUID = 1;

        Withdrawn() {
            super("nobody waits for it any more", null, false, false);
        }
    }

    Ask(Shelf shelf) {
        this.shelf = shelf;
    }

    Shelf shelf() {
        return shelf;
    }

    Stage stage() {
        return stage;
    }

    /** Since when it is at this stage, by the nanosecond clock. */
    long since() {
        return since;
    }

    /** Since when somebody waits for the session that it is about to open, by the nanosecond clock. */
    long wantedSince() {
        return wantedSince;
    }

    /** It is for that one that a session is to be opened. */
    void standFor(Waiter waiter) {
        wantedSince = waiter.since();
    }

    /** First those for whom somebody waits longer. */
    @Override
    public int compareTo(Ask other) {
        long later = wantedSince - other.wantedSince;
        return later != 0 ? Long.signum(later) : Long.compare(number, other.number);
    }

    /** Whether it is about to open a session, or waits for room to do so. */
    boolean isAttempt() {
        return stage == Stage.SEATING || stage == Stage.OPENING;
    }

    private void enter(Stage next) {
        stage = next;
        since = System.nanoTime();
    }

    /** The reactor pool has no session, and may have one more. */
    CompletableFuture<Member> allocate() {
        shelf.commons().change(later -> {
            Waiter wanting = shelf.nextWithoutAttempt();
            if (wanting != null) {
                standFor(wanting);
                enter(Stage.SEATING);
                shelf.seats().enqueue(this, later);
            } else {
                enter(Stage.OVER);
                later.add(() -> allocation.completeExceptionally(new Withdrawn()));
            }
        });
        return allocation;
    }

    /** There is a seat for it. Under the lock. */
    void seated(List<Runnable> later) {
        enter(Stage.OPENING);
        later.add(this::open);
    }

    /** Nobody wants it any more. Under the lock; seats are the caller's business. */
    void withdraw(List<Runnable> later) {
        Stage before = stage;
        enter(Stage.OVER);
        CompletableFuture<Session> begun = opening;
        if (before == Stage.SEATING) {
            later.add(() -> allocation.completeExceptionally(new Withdrawn()));
        } else if (begun != null) {
            later.add(() -> begun.cancel(true));
        }
    }

    private void open() {
        CompletableFuture<Session> begun = shelf.commons().open(shelf.device());
        shelf.commons().change(later -> {
            opening = begun;
            if (stage == Stage.OVER) {
                later.add(() -> begun.cancel(true));
            }
            later.add(() -> begun.whenComplete(this::opened));
        });
    }

    private void opened(@Nullable Session session, @Nullable Throwable failure) {
        if (session == null) {
            Throwable why = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure;
            shelf.notOpened(this, why == null ? new Withdrawn() : why, allocation);
        } else {
            shelf.opened(this, session, allocation);
        }
    }

    /** It is over. Under the lock; false if it was before. */
    boolean end() {
        boolean was = stage != Stage.OVER;
        enter(Stage.OVER);
        return was;
    }

    @Override
    public Context currentContext() {
        return Context.of(Ask.class, this);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(1);
    }

    @Override
    public void onNext(PooledRef<Member> ref) {
        shelf.delivered(this, ref);
    }

    @Override
    public void onError(Throwable failure) {
        shelf.refused(this, failure);
    }

    @Override
    public void onComplete() {
        // it follows the session
    }
}
