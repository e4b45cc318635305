package dev.parley.pool;

import dev.parley.session.Session;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A session of a pool, from its opening to its end. Under the pool's lock but for what never changes. */
final class Member {
    private final Shelf shelf;
    private final Session session;
    private final long openedAt = System.nanoTime();
    /** Volatile for the reactor pool, which looks at it without the lock. */
    private volatile Stage stage = Stage.READY;

    private long usedAt = openedAt;
    /** Counts how often it was taken, so that what belongs to an earlier time is known as such. */
    private long turn;

    private boolean out;
    private boolean ended;
    private @Nullable PooledSession lease;
    private @Nullable Future<?> expiry;

    /** What is being done with it. */
    enum Stage {
        /** Nobody has it, and it is about to be put aside or taken. */
        READY,
        /** Nobody has it. */
        IDLE,
        /** It is tried before it is lent, or was cleaned after it. */
        SETTLING,
        /** Somebody has it. */
        LENT,
        /** Nobody gets it any more. */
        RETIRED
    }

    Member(Shelf shelf, Session session) {
        this.shelf = shelf;
        this.session = session;
    }

    Shelf shelf() {
        return shelf;
    }

    Session session() {
        return session;
    }

    Stage stage() {
        return stage;
    }

    boolean isRetired() {
        return stage == Stage.RETIRED;
    }

    /** Which time it was taken. */
    long turn() {
        return turn;
    }

    /** Who has it, or has just returned it. */
    @Nullable
    PooledSession lease() {
        return lease;
    }

    /** Whether somebody had it before, so that it was idle and not just opened. */
    boolean lentBefore() {
        return turn > 1;
    }

    /** Takes it for somebody; false if it is nobody's any more. */
    boolean take() {
        if (stage != Stage.READY && stage != Stage.IDLE) {
            return false;
        }
        stage = Stage.SETTLING;
        turn++;
        out = true;
        lease = null;
        stopExpiry();
        return true;
    }

    /** Somebody has it now. */
    void lentTo(PooledSession holder) {
        stage = Stage.LENT;
        lease = holder;
    }

    /** It was returned, and is looked at; false if it is retired. */
    boolean settle() {
        if (stage == Stage.RETIRED) {
            return false;
        }
        stage = Stage.SETTLING;
        return true;
    }

    /** It can be lent again; it was not used if it was only taken and put back. */
    void ready() {
        if (lease != null) {
            use();
        }
        stage = Stage.READY;
        lease = null;
    }

    /** Something was asked on it, or is about to be. */
    void use() {
        usedAt = System.nanoTime();
    }

    /** Nobody has it, unless it was taken meanwhile. */
    boolean putAside(long atTurn) {
        if (stage != Stage.READY || turn != atTurn) {
            return false;
        }
        stage = Stage.IDLE;
        out = false;
        return true;
    }

    void retire() {
        stage = Stage.RETIRED;
        stopExpiry();
    }

    /** Nobody holds on to it any more. */
    void letGo() {
        out = false;
    }

    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether there is nothing left of it, here and at the device. */
    boolean isGone() {
        return ended && !out && stage == Stage.RETIRED;
    }

    void expiresBy(Future<?> task) {
        expiry = task;
    }

    private void stopExpiry() {
        if (expiry != null) {
            expiry.cancel(false);
            expiry = null;
        }
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - openedAt);
    }

    /** How long nobody has used it. */
    Duration unused() {
        return Duration.ofNanos(System.nanoTime() - usedAt);
    }
}
