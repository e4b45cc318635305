package dev.parley.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notifications which, by their looks, may end a replay or the subscription: each is parsed when it arrives, one after the
 * other, away from the loop and whatever the subscriber is doing, so that a session whose subscription has ended is free at
 * once. Any thread.
 */
final class Suspects {
    /** How many may wait to be parsed. The oldest give way: behind the end of a subscription, nothing comes. */
    private static final int MOST = 256;

    private final Executor elsewhere;
    private final Consumer<Inbox.Raw> examiner;

    // Guarded by this.
    private final Deque<Inbox.Raw> waiting = new ArrayDeque<>();
    private final Deque<Runnable> afterwards = new ArrayDeque<>();
    private boolean busy;

    /**
     * @param elsewhere where parsing holds up nobody
     * @param examiner is handed one after the other there
     */
    Suspects(Executor elsewhere, Consumer<Inbox.Raw> examiner) {
        this.elsewhere = elsewhere;
        this.examiner = examiner;
    }

    /** Looks into this one as soon as those before it have been. */
    void add(Inbox.Raw raw) {
        boolean idle;
        synchronized (this) {
            if (waiting.size() == MOST) {
                waiting.removeFirst();
            }
            waiting.addLast(raw);
            idle = !busy;
            busy = true;
        }
        if (idle) {
            elsewhere.execute(this::examineAll);
        }
    }

    /** Runs this when all that were added have been looked into: now, or there. */
    void afterwards(Runnable task) {
        synchronized (this) {
            if (busy) {
                afterwards.addLast(task);
                return;
            }
        }
        task.run();
    }

    private void examineAll() {
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Inbox.Raw raw = waiting.pollFirst();
        if (raw != null) {
            return () -> examiner.accept(raw);
        }
        Runnable task = afterwards.pollFirst();
        busy = task != null;
        return task;
    }
}
