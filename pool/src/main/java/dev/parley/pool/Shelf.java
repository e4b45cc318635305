package dev.parley.pool;

import dev.parley.device.Device;
import dev.parley.error.AcquireException;
import dev.parley.error.Durations;
import dev.parley.error.NetconfException;
import dev.parley.error.RpcErrorException;
import dev.parley.operation.Operation;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolBuilder;
import reactor.pool.PooledRef;

/**
 * The sessions with one device, and those who want one. Two devices share nothing unless they are equal in every part: the same
 * name, place, credentials, deadlines and protocol.
 *
 * <p>A reactor pool keeps the idle sessions and hands them out; to its queue belong {@link Ask}s, of which there are never fewer
 * than {@link Waiter}s. A session that it hands out is given to whoever has waited longest. What is not final is under the
 * pool's lock.
 */
final class Shelf {
    private final Commons commons;
    private final Seats seats;
    private final Seats.Place place;
    private final Device device;
    private final Shelves shelves;
    private final InstrumentedPool<Member> pool;
    private final Counts counts = new Counts();
    private final Stock stock;
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private final Set<Waiter> trying = new HashSet<>();
    private final Set<Ask> asks = new LinkedHashSet<>();
    private @Nullable Throwable lastFailure;

    Shelf(Shelves shelves, Device device) {
        this.shelves = shelves;
        this.commons = shelves.commons();
        this.seats = shelves.seats();
        this.device = device;
        this.place = seats.placeFor(device);
        Sweeps sweeps = new Sweeps();
        this.stock = new Stock(this, shelves, counts, sweeps);
        pool = PoolBuilder.from(Mono.deferContextual(
                        context -> Mono.fromFuture(context.get(Ask.class).allocate())))
                .sizeBetween(0, commons.settings().maxPerDevice())
                .maxPendingAcquireUnbounded()
                .idleResourceReuseMruOrder()
                .evictionPredicate((member, metadata) -> member.isRetired())
                .evictInBackground(Duration.ofDays(1), sweeps)
                .releaseHandler(member -> Mono.fromFuture(() -> stock.settle(member)))
                .destroyHandler(member -> Mono.empty())
                .buildPool();
    }

    Commons commons() {
        return commons;
    }

    Seats seats() {
        return seats;
    }

    Seats.Place place() {
        return place;
    }

    Device device() {
        return device;
    }

    /** Its sessions. */
    Stock stock() {
        return stock;
    }

    // ---- those who want a session

    /** Somebody wants one. Under the lock. */
    void join(Waiter waiter, List<Runnable> later) {
        // those for whom a session is there are about to go
        int there = stock.count(Member.Stage.IDLE) + stock.count(Member.Stage.READY);
        if (waiting.size() - there >= commons.settings().maxWaiting()) {
            refuse(
                    waiter,
                    new AcquireException(
                            AcquireException.Reason.TOO_MANY_WAITING,
                            "no session with " + device.label() + " for " + waiter.name() + ": " + waiting.size()
                                    + " wait for one already; " + words(),
                            "ask less at the same time, or let more sessions or more waiting be",
                            null),
                    later);
        } else {
            waiting.addLast(waiter);
            balance(later);
        }
    }

    /** The time of somebody who waits is up. */
    void expired(Waiter waiter) {
        commons.change(later -> {
            if (waiter.stage() != Waiter.Stage.DONE) {
                String message = "no session with " + device.label() + " within " + Durations.text(waiter.limit())
                        + " for " + waiter.name() + ": " + words();
                Throwable cause = lastFailure;
                refuse(
                        waiter,
                        new AcquireException(
                                AcquireException.Reason.ACQUIRE_TIMEOUT,
                                message,
                                "whoever holds a session for long may hold up others; more sessions help if the device has them",
                                cause),
                        later);
            }
        });
    }

    /** Somebody does not want to wait any more. */
    void givenUp(Waiter waiter, @Nullable InterruptedException cause) {
        commons.change(later -> {
            if (waiter.stage() != Waiter.Stage.DONE) {
                String message = "no session with " + device.label() + " for " + waiter.name() + ": "
                        + (cause == null ? "it gave up" : "it was interrupted") + " after "
                        + Durations.text(waiter.waited());
                refuse(
                        waiter,
                        new AcquireException(AcquireException.Reason.ACQUIRE_CANCELLED, message, null, cause),
                        later);
            }
        });
    }

    /** The pool is closed. Under the lock. */
    void refuseAll(List<Runnable> later) {
        List<Waiter> all = new ArrayList<>(waiting);
        all.addAll(trying);
        all.forEach(waiter -> refuse(waiter, shelves.closed(device, waiter.name()), later));
    }

    private void refuse(Waiter waiter, NetconfException failure, List<Runnable> later) {
        waiting.remove(waiter);
        trying.remove(waiter);
        waiter.enter(Waiter.Stage.DONE);
        if (failure instanceof AcquireException) {
            counts.notLent();
            shelves.counts().notLent();
        }
        later.add(() -> {
            commons.tell(device, new PoolEvent.NotLent(waiter.name(), failure));
            waiter.granted().completeExceptionally(failure);
        });
        balance(later);
    }

    /** Whether nobody here has waited for as long as the one for whom that session is to be opened. */
    boolean waitsLessThan(Ask ask) {
        Waiter first = waiting.peekFirst();
        return first == null || ask.wantedSince() - first.since() < 0;
    }

    // ---- asking the reactor pool

    /** Sees to it that as many ask as wait, and that no more sessions are being opened than that. */
    private void balance(List<Runnable> later) {
        List<Ask> attempts =
                new ArrayList<>(asks.stream().filter(Ask::isAttempt).toList());
        Collections.reverse(attempts);
        int surplus = attempts.size() - waiting.size();
        // those first that have not begun, of them the latest
        attempts.sort(Comparator.comparing(Ask::stage));
        for (Ask ask : attempts.subList(0, Math.max(0, surplus))) {
            seats.withdraw(ask);
            ask.withdraw(later);
        }
        assign();
        while (asks.size() < waiting.size()) {
            Ask ask = new Ask(this);
            asks.add(ask);
            later.add(() -> pool.acquire().subscribe(ask));
        }
        if (waiting.isEmpty()) {
            shelves.leaveIfEmpty(this, later);
        }
    }

    /**
     * Lets the attempts that wait for room stand for those who wait now: whom they stood for may have got a session that was
     * returned, and who comes after must not have that one's turn.
     */
    private void assign() {
        long opening =
                asks.stream().filter(ask -> ask.stage() == Ask.Stage.OPENING).count();
        Iterator<Waiter> next = waiting.stream().skip(opening).iterator();
        for (Ask ask : asks) {
            if (ask.stage() == Ask.Stage.SEATING && next.hasNext()) {
                seats.standsFor(ask, next.next());
            }
        }
    }

    /** The first one who waits and for whom no session is being opened yet, or null. Under the lock. */
    @Nullable
    Waiter nextWithoutAttempt() {
        long attempts = asks.stream().filter(Ask::isAttempt).count();
        return waiting.stream().skip(attempts).findFirst().orElse(null);
    }

    /** A session was opened. */
    void opened(Ask ask, Session session, CompletableFuture<Member> allocation) {
        Member member = new Member(this, session);
        commons.tell(
                device, new PoolEvent.Created(session.key(), session.timeline().total()));
        commons.change(later -> {
            stock.add(member);
            lastFailure = null;
            counts.created();
            shelves.counts().created();
            later.add(() -> {
                allocation.complete(member);
                session.ended().whenComplete((traffic, failure) -> stock.ended(member));
            });
        });
    }

    /** No session was opened. */
    void notOpened(Ask ask, Throwable failure, CompletableFuture<Member> allocation) {
        commons.change(later -> {
            boolean wanted = ask.stage() != Ask.Stage.OVER;
            if (wanted) {
                lastFailure = failure;
                counts.failed();
                shelves.counts().failed();
                later.add(() -> commons.tell(device, new PoolEvent.OpenFailed(failure)));
            }
            later.add(() -> allocation.completeExceptionally(wanted ? failure : new Ask.Withdrawn()));
            seats.free(place, false, later);
            shelves.oneLess(later);
        });
    }

    /** An ask has come to nothing. */
    void refused(Ask ask, Throwable failure) {
        commons.change(later -> {
            asks.remove(ask);
            Waiter first = ask.end() ? waiting.pollFirst() : null;
            if (first != null) {
                first.enter(Waiter.Stage.DONE);
                later.add(() -> first.granted().completeExceptionally(failure));
            }
            balance(later);
        });
    }

    /** The reactor pool hands out a session. */
    void delivered(Ask ask, PooledRef<Member> ref) {
        Member member = ref.poolable();
        commons.change(later -> {
            ask.end();
            asks.remove(ask);
            seats.busy(member);
            if (!member.session().isOpen()) {
                // it has just ended, and that is not told yet
                stock.retire(member, Retirement.ENDED, "", later);
            }
            if (!member.take()) {
                later.add(() -> stock.drop(ref));
            } else {
                Waiter first = waiting.pollFirst();
                if (first == null) {
                    later.add(() -> stock.putBack(ref));
                } else if (isToBeTried(member)) {
                    first.enter(Waiter.Stage.TRYING);
                    trying.add(first);
                    later.add(() -> tryOut(first, ref));
                } else {
                    lend(first, ref, later);
                }
            }
            balance(later);
            seats.settle(later);
        });
    }

    private boolean isToBeTried(Member member) {
        return commons.settings().validation() != null
                && member.lentBefore()
                && member.unused().compareTo(commons.settings().validateAfter()) >= 0;
    }

    /** Asks the device something on a session that nobody has used for a while; an error is an answer, too. */
    private void tryOut(Waiter waiter, PooledRef<Member> ref) {
        Member member = ref.poolable();
        Operation<?> validation = Objects.requireNonNull(commons.settings().validation());
        member.session()
                .sendAsync(
                        validation.within(commons.settings().validationLimit()).force())
                .whenComplete((answer, failure) -> commons.change(later -> {
                    trying.remove(waiter);
                    boolean wanted = waiter.stage() == Waiter.Stage.TRYING;
                    if (failure != null && !(failure instanceof RpcErrorException)) {
                        later.add(() -> stock.drop(ref));
                        stock.retire(
                                member,
                                Ledger.whyItGoes(failure, Retirement.NOT_ANSWERING),
                                String.valueOf(failure.getMessage()),
                                later);
                        if (wanted) {
                            waiter.enter(Waiter.Stage.WAITING);
                            waiting.addFirst(waiter);
                        }
                        balance(later);
                    } else if (wanted && !member.isRetired()) {
                        lend(waiter, ref, later);
                    } else {
                        member.use();
                        later.add(() -> stock.putBack(ref));
                    }
                }));
    }

    private void lend(Waiter waiter, PooledRef<Member> ref, List<Runnable> later) {
        Member member = ref.poolable();
        member.use();
        waiter.enter(Waiter.Stage.DONE);
        PooledSession lent =
                new PooledSession(this, ref, new Ledger(commons.settings().harmless()), waiter.name());
        member.lentTo(lent);
        Duration waited = waiter.waited();
        later.add(() -> {
            commons.tell(device, new PoolEvent.Lent(lent.key(), waiter.name(), waited));
            waiter.granted().complete(lent);
        });
    }

    /** Whether there is nothing here that anybody waits for. */
    boolean isEmpty() {
        return waiting.isEmpty() && trying.isEmpty() && asks.isEmpty() && stock.isEmpty();
    }

    /** Nobody will come here any more. */
    void dispose() {
        pool.dispose();
    }

    // ---- what is there

    /** Whether a session waits for somebody. Under the lock. */
    boolean hasIdle() {
        return stock.count(Member.Stage.IDLE) > 0;
    }

    /** Whether that is more than the reactor pool is about to hand out to those who ask already. Under the lock. */
    boolean hasSpare() {
        long asking =
                asks.stream().filter(ask -> ask.stage() == Ask.Stage.QUEUED).count();
        return stock.count(Member.Stage.IDLE) > asking;
    }

    /** What there is. Under the lock. */
    PoolState.OfDevice state() {
        PoolState.Tally tally = counts.with(
                waiting.size() + trying.size(),
                (int) asks.stream().filter(Ask::isAttempt).count(),
                stock.count(Member.Stage.LENT),
                stock.count(Member.Stage.SETTLING),
                stock.count(Member.Stage.IDLE) + stock.count(Member.Stage.READY),
                stock.countClosing());
        return new PoolState.OfDevice(device, tally, stock.holders(), lastFailure);
    }

    /** What there is, as a part of a message. */
    private String words() {
        PoolState.OfDevice now = state();
        PoolState.Tally tally = now.tally();
        List<String> parts = new ArrayList<>();
        parts.add(place.taken() + " of at most " + commons.settings().maxPerDevice() + " sessions with it are there, "
                + seats.taken() + " of at most " + commons.settings().maxTotal() + " in all");
        now.holders().forEach(holder -> parts.add(holder.toString()));
        add(parts, tally.settling(), "tried or cleaned");
        add(parts, tally.idle(), "idle");
        add(parts, tally.closing(), "being closed");
        for (Ask ask : asks) {
            String since = " for " + Durations.text(Duration.ofNanos(System.nanoTime() - ask.since()));
            if (ask.stage() == Ask.Stage.OPENING) {
                parts.add("one is being opened" + since);
            } else if (ask.stage() == Ask.Stage.SEATING) {
                parts.add("room for one more has been waited for" + since);
            }
        }
        int ahead = commons.openingsAhead();
        if (ahead > 0) {
            parts.add("the client opens no more at once, and so many wait for their turn there: " + ahead);
        }
        parts.add(tally.waiting() == 1 ? "1 waits" : tally.waiting() + " wait");
        Throwable failure = lastFailure;
        if (failure != null) {
            parts.add("the last attempt to open one failed: " + failure.getMessage());
        }
        return String.join("; ", parts);
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }
}
