package dev.parley.pool;

import dev.parley.device.Device;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The room that sessions take: so many at a place, so many in all, from before they are opened until the device has seen them
 * go. Whoever wants to open one gets a seat in the order of coming; who cannot have one because the place is full is passed by
 * those who go elsewhere, and by nobody who goes there.
 *
 * <p>The two limits cannot block each other: whoever waits for a seat holds none, and a seat is held by a session that is in use,
 * which is returned; about to end, which is bounded; or idle, and then it is taken away for the first in the queue whom that
 * helps. Under the pool's lock.
 */
final class Seats {
    private final int maxPerPlace;
    private final int maxTotal;
    private final Map<String, Place> places = new HashMap<>();
    private final NavigableSet<Ask> queue = new TreeSet<>();
    private final Set<Member> idle = new LinkedHashSet<>();
    private int taken;
    private int leaving;

    /**
     * Where a device is, whatever it is called and whoever comes: its sessions count together.
     */
    static final class Place {
        private final String name;
        private final Set<Member> idle = new LinkedHashSet<>();
        private int shelves;
        private int taken;
        private int leaving;

        private Place(String name) {
            this.name = name;
        }

        int taken() {
            return taken;
        }
    }

    Seats(PoolSettings settings) {
        maxPerPlace = settings.maxPerDevice();
        maxTotal = settings.maxTotal();
    }

    /** The place of a device, for a shelf that is put there. */
    Place placeFor(Device device) {
        Place place = places.computeIfAbsent(
                device.access().scheme() + "://" + device.access().address(), Place::new);
        place.shelves++;
        return place;
    }

    /** A shelf was taken away. */
    void leave(Place place) {
        place.shelves--;
        if (place.shelves == 0) {
            places.remove(place.name);
        }
    }

    int taken() {
        return taken;
    }

    /** Somebody wants to open a session. */
    void enqueue(Ask ask, List<Runnable> later) {
        queue.add(ask);
        settle(later);
    }

    /** It is somebody else for whom that session is to be opened. */
    void standsFor(Ask ask, Waiter waiter) {
        if (ask.wantedSince() != waiter.since() && queue.remove(ask)) {
            ask.standFor(waiter);
            queue.add(ask);
        }
    }

    /** Somebody does not want to any more. */
    void withdraw(Ask ask) {
        queue.remove(ask);
    }

    /** Nobody has this session. */
    void idle(Member member, List<Runnable> later) {
        idle.add(member);
        member.shelf().place().idle.add(member);
        settle(later);
    }

    /** Somebody has this session, or it is retired. */
    void busy(Member member) {
        idle.remove(member);
        member.shelf().place().idle.remove(member);
    }

    /** This session is about to end. */
    void leaving(Place place) {
        place.leaving++;
        leaving++;
    }

    /**
     * There is one session less.
     *
     * @param announced whether it was known to be leaving
     */
    void free(Place place, boolean announced, List<Runnable> later) {
        place.taken--;
        taken--;
        if (announced) {
            place.leaving--;
            leaving--;
        }
        settle(later);
    }

    /** Gives seats to those whose turn it is, and makes room for the others; to be called whenever that may have changed. */
    void settle(List<Runnable> later) {
        for (Iterator<Ask> turn = queue.iterator(); taken < maxTotal && turn.hasNext(); ) {
            Ask ask = turn.next();
            Place place = ask.shelf().place();
            if (place.taken < maxPerPlace) {
                turn.remove();
                place.taken++;
                taken++;
                ask.seated(later);
            }
        }
        if (!idle.isEmpty()) {
            makeRoom(later);
        }
    }

    private void makeRoom(List<Runnable> later) {
        Prospect prospect = new Prospect();
        for (Ask ask : new ArrayList<>(queue)) {
            if (ask.shelf().hasIdle()) {
                if (ask.shelf().hasSpare()) {
                    // it need not open one, and asks again for the one that is there
                    queue.remove(ask);
                    ask.withdraw(later);
                }
            } else if (!prospect.hasRoomFor(ask)) {
                Member victim = victimFor(ask, prospect);
                if (victim != null) {
                    victim.shelf().stock().retire(victim, Retirement.MADE_ROOM, "", later);
                    prospect.leaves(victim.shelf().place());
                    prospect.promise(ask);
                }
            } else {
                prospect.promise(ask);
            }
        }
    }

    /** The session that nobody has used for longest, of those that are not about to be handed to somebody. */
    private @Nullable Member victimFor(Ask ask, Prospect prospect) {
        for (Member candidate :
                prospect.isFull(ask.shelf().place()) ? ask.shelf().place().idle : idle) {
            if (candidate.shelf().hasSpare()) {
                return candidate;
            }
        }
        return null;
    }

    /**
     * Whether a session that was returned is to make room for somebody else who has waited for longer than those who wait for
     * this device: otherwise a device that is always wanted would keep its sessions for ever.
     */
    boolean isWantedElsewhere(Shelf shelf) {
        if (queue.isEmpty()) {
            return false;
        }
        Prospect prospect = new Prospect();
        for (Ask ask : queue) {
            if (prospect.hasRoomFor(ask)) {
                prospect.promise(ask);
            } else if (ask.shelf().place() == shelf.place()
                    || !prospect.isFull(ask.shelf().place())) {
                return ask.shelf() != shelf && shelf.waitsLessThan(ask);
            }
        }
        return false;
    }

    /** What there will be when those who are leaving have left, and who gets it then. */
    private final class Prospect {
        private final Map<Place, Integer> there = new HashMap<>();
        private int all = taken - leaving;

        private int at(Place place) {
            return there.getOrDefault(place, place.taken - place.leaving);
        }

        boolean isFull(Place place) {
            return at(place) >= maxPerPlace;
        }

        boolean hasRoomFor(Ask ask) {
            return all < maxTotal && !isFull(ask.shelf().place());
        }

        void promise(Ask ask) {
            Place place = ask.shelf().place();
            there.put(place, at(place) + 1);
            all++;
        }

        void leaves(Place place) {
            if (there.containsKey(place)) {
                there.merge(place, -1, Integer::sum);
            }
            all--;
        }
    }
}
