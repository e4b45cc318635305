package dev.parley.standing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Lets attempts begin: only so many are under way at once, and only so many begin in a second, whatever has happened to the whole
 * network. In any {@code t} seconds no more than {@code perSecond × t + 1} begin.
 *
 * <p>It is fair among devices: each has one attempt at a time and one place in a queue, however many sessions are kept with it. Those
 * that have not answered lately queue apart, take turns with the others, and have at most half of the room, so that devices that
 * are dead never keep those waiting that are not. Under the lock.
 */
final class Gate {
    private final Desk desk;
    private final int most;
    private final long interval;
    private final Deque<Place> sound = new ArrayDeque<>();
    private final Deque<Place> doubtful = new ArrayDeque<>();
    private int running;
    private int runningDoubtful;
    private boolean doubtfulNext;
    private long notBefore;
    private boolean timed;

    /** Where a place stands at the gate. */
    enum Standing {
        /** Nobody there wants to make an attempt. */
        AWAY,
        /** In one of the queues. */
        QUEUED,
        /** An attempt is under way. */
        BUSY,
        /** The same, for one that has not answered lately. */
        BUSY_DOUBTFUL
    }

    Gate(Desk desk, int most, int perSecond) {
        this.desk = desk;
        this.most = most;
        this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
        this.notBefore = desk.clock().nanos();
    }

    int running() {
        return running;
    }

    /** Somebody wants to make an attempt. */
    void enqueue(Keeper keeper, List<Runnable> later) {
        Place place = keeper.place();
        place.queue().add(keeper);
        if (place.standing() == Standing.AWAY) {
            join(place);
        }
        pump(later);
    }

    /** Somebody does not want to any more, and has not begun. */
    void withdraw(Keeper keeper) {
        keeper.place().queue().remove(keeper);
    }

    /** An attempt is over. */
    void finished(Place place, List<Runnable> later) {
        running--;
        if (place.standing() == Standing.BUSY_DOUBTFUL) {
            runningDoubtful--;
        }
        leave(place);
        pump(later);
    }

    private void join(Place place) {
        place.standing(Standing.QUEUED);
        (place.isDoubtful() ? doubtful : sound).add(place);
    }

    private void leave(Place place) {
        if (place.queue().isEmpty()) {
            place.standing(Standing.AWAY);
        } else {
            join(place);
        }
    }

    private void pump(List<Runnable> later) {
        while (running < most) {
            boolean roomForDoubtful = !doubtful.isEmpty() && runningDoubtful < (most + 1) / 2;
            if (sound.isEmpty() && !roomForDoubtful) {
                return;
            }
            long now = desk.clock().nanos();
            if (now - notBefore < 0) {
                pumpAfter(notBefore - now);
                return;
            }
            boolean fromDoubtful = roomForDoubtful && (sound.isEmpty() || doubtfulNext);
            doubtfulNext = !fromDoubtful;
            begin((fromDoubtful ? doubtful : sound).remove(), fromDoubtful, now, later);
        }
    }

    private void begin(Place place, boolean asDoubtful, long now, List<Runnable> later) {
        Keeper keeper = place.queue().poll();
        if (keeper == null || !keeper.turn(now, later)) {
            leave(place);
            return;
        }
        place.standing(asDoubtful ? Standing.BUSY_DOUBTFUL : Standing.BUSY);
        running++;
        runningDoubtful += asDoubtful ? 1 : 0;
        notBefore = now + interval;
    }

    private void pumpAfter(long nanos) {
        if (!timed) {
            timed = true;
            desk.after(Duration.ofNanos(nanos), later -> {
                timed = false;
                pump(later);
            });
        }
    }
}
