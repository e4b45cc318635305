package dev.parley.pool;

import dev.parley.device.Device;
import dev.parley.operation.Operation;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.pool.PooledRef;

/**
 * The sessions of a shelf, from when they are returned to when they are lent again or end. What is not final is under the pool's
 * lock.
 */
final class Stock {
    private final Shelf shelf;
    private final Shelves shelves;
    private final Commons commons;
    private final Seats seats;
    private final Device device;
    private final Counts counts;
    private final Sweeps sweeps;
    private final Set<Member> members = new LinkedHashSet<>();

    Stock(Shelf shelf, Shelves shelves, Counts counts, Sweeps sweeps) {
        this.shelf = shelf;
        this.shelves = shelves;
        this.commons = shelves.commons();
        this.seats = shelves.seats();
        this.device = shelf.device();
        this.counts = counts;
        this.sweeps = sweeps;
    }

    /** A session was opened. Under the lock. */
    void add(Member member) {
        members.add(member);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** How many sessions are at that stage. Under the lock. */
    int count(Member.Stage stage) {
        return (int) members.stream().filter(member -> member.stage() == stage).count();
    }

    /** How many sessions are retired, and the device has not seen them go. Under the lock. */
    int countClosing() {
        return (int) members.stream()
                .filter(member -> member.isRetired() && !member.hasEnded())
                .count();
    }

    /** Who has sessions, the longest first. Under the lock. */
    List<PoolState.Holder> holders() {
        List<PoolState.Holder> holders = new ArrayList<>();
        for (Member member : members) {
            PooledSession lent = member.lease();
            if (member.stage() == Member.Stage.LENT && lent != null) {
                holders.add(lent.shown());
            }
        }
        holders.sort(Comparator.comparing(PoolState.Holder::since).reversed());
        return holders;
    }

    // ---- returning

    /** A holder has no further use for a session. */
    void returned(PooledSession lent) {
        commons.tell(device, new PoolEvent.Returned(lent.key(), lent.holder(), lent.held()));
        putBack(lent.ref());
    }

    /** Nobody has a use for it at the moment. */
    void putBack(PooledRef<Member> ref) {
        Member member = ref.poolable();
        long turn = commons.look(member::turn);
        ref.release().subscribe(null, failure -> broken(member, turn, failure), () -> released(member, turn));
        closeIfRetired(member);
    }

    /**
     * A session that has to go is closed after the reactor pool has let go of it: then those who wait here for its room have
     * asked for it when the device has seen it go, and keep their turn.
     */
    private static void closeIfRetired(Member member) {
        if (member.isRetired()) {
            member.session().closeAsync();
        }
    }

    /** It could not be found out what was left on a session. */
    private void broken(Member member, long turn, Throwable failure) {
        commons.change(later -> retire(member, Retirement.NOT_CLEANED, failure.toString(), later));
        released(member, turn);
    }

    /** Lets the reactor pool forget a session that is retired. */
    void drop(PooledRef<Member> ref) {
        Member member = ref.poolable();
        long turn = commons.look(member::turn);
        ref.invalidate().subscribe(null, failure -> released(member, turn), () -> released(member, turn));
    }

    /** Takes back what was left on a session, and decides whether it is lent again. Never fails. */
    CompletableFuture<Void> settle(Member member) {
        PooledSession lent = commons.look(() -> member.settle() ? member.lease() : null);
        Ledger.Verdict verdict = lent == null ? null : verdict(lent.ledger(), member.session());
        List<Operation<?>> steps = lent == null || !member.session().isOpen()
                ? List.of()
                : lent.ledger().cleaning(verdict != null);
        if (lent == null || steps.isEmpty()) {
            decide(member, verdict);
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> settled = new CompletableFuture<>();
        Cleaning.of(member.session(), steps, commons.settings().cleaning()).thenAccept(cleaning -> {
            if (cleaning.failure() == null) {
                commons.tell(
                        device, new PoolEvent.Cleaned(member.session().key(), cleaning.requests(), cleaning.took()));
            }
            if (cleaning.failure() != null) {
                commons.notCleaned(member.session().key(), lent.holder(), cleaning);
            }
            decide(member, verdict != null ? verdict : cleaning.failure());
            settled.complete(null);
            closeIfRetired(member);
        });
        return settled;
    }

    private static Ledger.@Nullable Verdict verdict(Ledger ledger, Session session) {
        Ledger.Verdict verdict = ledger.verdict();
        if (verdict == null && session.isSubscribed()) {
            return new Ledger.Verdict(Retirement.SUBSCRIBED, "");
        }
        if (verdict == null
                && !session.capabilities()
                        .uris()
                        .equals(session.hello().capabilities().uris())) {
            return new Ledger.Verdict(Retirement.CAPABILITIES_CHANGED, "");
        }
        return verdict;
    }

    private void decide(Member member, Ledger.@Nullable Verdict verdict) {
        commons.change(later -> {
            if (member.isRetired()) {
                return;
            }
            Ledger.Verdict why = whyItGoes(member, verdict);
            if (why == null) {
                member.ready();
            } else {
                condemn(member, why.why(), why.detail(), later);
            }
        });
    }

    private Ledger.@Nullable Verdict whyItGoes(Member member, Ledger.@Nullable Verdict verdict) {
        if (!member.session().isOpen()) {
            boolean byHolder = verdict != null && verdict.why() == Retirement.CLOSED_BY_HOLDER;
            return new Ledger.Verdict(
                    byHolder ? Retirement.CLOSED_BY_HOLDER : Retirement.ENDED, verdict == null ? "" : verdict.detail());
        }
        if (verdict != null) {
            return verdict;
        }
        if (shelves.isClosing()) {
            return new Ledger.Verdict(Retirement.POOL_CLOSED, "");
        }
        if (member.age().compareTo(commons.settings().maxAge()) >= 0) {
            return new Ledger.Verdict(Retirement.AGE_LIMIT, "");
        }
        return seats.isWantedElsewhere(shelf) ? new Ledger.Verdict(Retirement.MADE_ROOM, "") : null;
    }

    /** The reactor pool has done with a session what it had to. */
    private void released(Member member, long turn) {
        commons.change(later -> {
            if (member.putAside(turn)) {
                member.expiresBy(commons.after(timeLeft(member), () -> tooLong(member, turn)));
                seats.idle(member, later);
            } else if (member.isRetired() && member.turn() == turn) {
                member.letGo();
                later.add(sweeps::now);
                forget(member, later);
            }
        });
    }

    private Duration timeLeft(Member member) {
        Duration idle = commons.settings().maxIdle().minus(member.unused());
        Duration young = commons.settings().maxAge().minus(member.age());
        Duration less = idle.compareTo(young) < 0 ? idle : young;
        return less.isNegative() ? Duration.ZERO : less;
    }

    private void tooLong(Member member, long turn) {
        commons.change(later -> {
            if (member.stage() == Member.Stage.IDLE && member.turn() == turn) {
                boolean old = member.age().compareTo(commons.settings().maxAge()) >= 0;
                retire(member, old ? Retirement.AGE_LIMIT : Retirement.IDLE_LIMIT, "", later);
            }
        });
    }

    // ---- the end of a session

    /** Lends a session to nobody any more, and ends it. Under the lock; does nothing if that was done before. */
    void retire(Member member, Retirement why, String detail, List<Runnable> later) {
        if (!member.isRetired()) {
            condemn(member, why, detail, later);
            later.add(() -> member.session().closeAsync());
        }
    }

    private void condemn(Member member, Retirement why, String detail, List<Runnable> later) {
        member.retire();
        seats.busy(member);
        if (!member.hasEnded()) {
            seats.leaving(shelf.place());
        }
        counts.retired(why);
        shelves.counts().retired(why);
        String words = why.words() + (detail.isEmpty() ? "" : ": " + detail);
        Duration age = member.age();
        later.add(() -> {
            commons.tell(device, new PoolEvent.Retired(member.session().key(), why, words, age));
            sweeps.now();
        });
        forget(member, later);
    }

    /** Lends no session any more that nobody has, or none at all. Under the lock. */
    void retireAll(boolean lentOnesToo, List<Runnable> later) {
        for (Member member : List.copyOf(members)) {
            if (lentOnesToo || member.stage() == Member.Stage.IDLE || member.stage() == Member.Stage.READY) {
                retire(member, Retirement.POOL_CLOSED, "", later);
            }
        }
    }

    /** The device has seen it go, or is lost. */
    void ended(Member member) {
        commons.change(later -> {
            boolean announced = member.isRetired();
            member.end();
            if (member.stage() == Member.Stage.IDLE || member.stage() == Member.Stage.READY) {
                retire(member, Retirement.ENDED, "", later);
            }
            seats.free(shelf.place(), announced, later);
            forget(member, later);
            shelves.oneLess(later);
        });
    }

    private void forget(Member member, List<Runnable> later) {
        if (member.isGone() && members.remove(member)) {
            shelves.leaveIfEmpty(shelf, later);
        }
    }
}
