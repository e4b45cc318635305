package dev.parley.pool;

import dev.parley.device.Device;
import dev.parley.error.AcquireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The shelves of a pool, which come and go with their devices, and how the pool ends. */
final class Shelves {
    /** Beyond the time that sessions have for their end. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final Commons commons;
    private final Seats seats;
    private final Counts counts = new Counts();
    private final Map<Device, Shelf> all = new HashMap<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Stage stage = Stage.OPEN;

    private enum Stage {
        OPEN,
        /** Nothing is lent any more; holders have time to return what they have. */
        DRAINING,
        /** Sessions are ended whoever has them. */
        ENDING
    }

    Shelves(Commons commons) {
        this.commons = commons;
        this.seats = new Seats(commons.settings());
    }

    Commons commons() {
        return commons;
    }

    Seats seats() {
        return seats;
    }

    /** What has happened so far with all devices. */
    Counts counts() {
        return counts;
    }

    boolean isClosing() {
        return stage != Stage.OPEN;
    }

    /** Somebody wants a session, and waits for it from now on. */
    Waiter join(Device device, String name, Duration limit) {
        List<Waiter> joined = new ArrayList<>(1);
        commons.change(later -> {
            if (isClosing()) {
                counts.notLent();
                return;
            }
            Shelf shelf = all.computeIfAbsent(device, key -> new Shelf(this, key));
            Waiter waiter = new Waiter(shelf, name, limit);
            joined.add(waiter);
            shelf.join(waiter, later);
        });
        if (joined.isEmpty()) {
            AcquireException refusal = closed(device, name);
            commons.tell(device, new PoolEvent.NotLent(name, refusal));
            throw refusal;
        }
        Waiter waiter = joined.get(0);
        waiter.begin();
        return waiter;
    }

    /** What those are told who come too late. */
    AcquireException closed(Device device, String name) {
        return new AcquireException(
                AcquireException.Reason.POOL_CLOSED,
                "no session with " + device.label() + " for " + name + ": the pool is closed",
                null,
                null);
    }

    /** Takes away a shelf that nobody needs. Under the lock. */
    void leaveIfEmpty(Shelf shelf, List<Runnable> later) {
        if (shelf.isEmpty() && all.remove(shelf.device(), shelf)) {
            seats.leave(shelf.place());
            later.add(shelf::dispose);
        }
    }

    /** A session, or an attempt at one, is gone. Under the lock. */
    void oneLess(List<Runnable> later) {
        if (isClosing() && seats.taken() == 0) {
            later.add(this::end);
        }
    }

    private void end() {
        commons.stop();
        ended.complete(null);
    }

    /** Lends nothing any more, and ends all sessions, those in use after a while. */
    CompletableFuture<Void> close() {
        commons.change(later -> {
            if (stage == Stage.OPEN) {
                stage = Stage.DRAINING;
                for (Shelf shelf : List.copyOf(all.values())) {
                    shelf.refuseAll(later);
                    shelf.stock().retireAll(false, later);
                }
                later.add(() -> commons.after(commons.settings().drain(), this::endAll));
                oneLess(later);
            }
        });
        return ended;
    }

    /** Ends all sessions, whoever has them. */
    void endAll() {
        commons.change(later -> {
            if (stage == Stage.DRAINING) {
                stage = Stage.ENDING;
                Duration longest = MARGIN;
                for (Shelf shelf : List.copyOf(all.values())) {
                    shelf.stock().retireAll(true, later);
                    Duration close = shelf.device().timeouts().close().plus(MARGIN);
                    longest = close.compareTo(longest) > 0 ? close : longest;
                }
                Duration last = longest;
                // sessions end within their own limit, unless their client was closed before the pool
                later.add(() -> commons.after(last, this::end));
            }
        });
    }

    /** What there is, and what has happened. */
    PoolState state() {
        return commons.look(() -> {
            List<PoolState.OfDevice> devices =
                    all.values().stream().map(Shelf::state).toList();
            PoolState.Tally total = counts.with(0, 0, 0, 0, 0, 0);
            for (PoolState.OfDevice device : devices) {
                PoolState.Tally tally = device.tally();
                total = new PoolState.Tally(
                        total.waiting() + tally.waiting(),
                        total.opening() + tally.opening(),
                        total.inUse() + tally.inUse(),
                        total.settling() + tally.settling(),
                        total.idle() + tally.idle(),
                        total.closing() + tally.closing(),
                        total.created(),
                        total.failed(),
                        total.notLent(),
                        total.retired());
            }
            return new PoolState(total, devices);
        });
    }
}
