package dev.parley.session;

import dev.parley.device.CallHome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The calls of which nobody knows yet whose they are, kept within bounds: so many in all, so many of one origin, and a pause
 * for an origin from which nothing but refused calls come. Safe for all threads.
 */
final class Doorstep {
    /** Of so many origins it is remembered what came from them; the eldest are forgotten first. */
    private static final int MOST_ORIGINS = 8_192;

    private final CallHome how;
    private final Consumer<Boolean> door;
    private final Map<CallOrigin, Standing> standings = new LinkedHashMap<>(16, 0.75f, true);
    private boolean full;
    private int unknown;
    private int mostUnknown;

    /** What comes from one origin. */
    private static final class Standing {
        private int unknown;
        private int refusals;
        private long pausedUntil;

        boolean isPaused(long now) {
            return pausedUntil != 0 && now - pausedUntil < 0;
        }
    }

    /**
     * @param how the limits
     * @param door is told whether further calls may come in, whenever that changes, one after the other
     */
    Doorstep(CallHome how, Consumer<Boolean> door) {
        this.how = how;
        this.door = door;
    }

    /** Lets the first calls in. */
    synchronized void open() {
        door.accept(!full);
    }

    /** Whether a call from there is taken; then it counts as unknown. */
    synchronized boolean takes(CallOrigin from) {
        Standing standing = standings.computeIfAbsent(from, origin -> new Standing());
        if (standing.isPaused(System.nanoTime()) || standing.unknown >= how.maxUnknownPerSource()) {
            return false;
        }
        standing.unknown++;
        unknown++;
        mostUnknown = Math.max(mostUnknown, unknown);
        shutOrOpen();
        if (standings.size() > MOST_ORIGINS) {
            standings.remove(standings.keySet().iterator().next());
        }
        return true;
    }

    /** It turned out who called: nothing is held against that origin any more. */
    synchronized void known(CallOrigin from) {
        Standing standing = leave(from);
        standing.refusals = 0;
        standing.pausedUntil = 0;
        if (standing.unknown == 0) {
            standings.remove(from);
        }
    }

    /**
     * A call ended before it was known whose it was.
     *
     * @param refusal whether that lies with the caller
     * @return whether calls from there have to wait now
     */
    synchronized boolean ended(CallOrigin from, boolean refusal) {
        Standing standing = leave(from);
        if (!refusal) {
            return false;
        }
        standing.refusals++;
        if (standing.refusals < how.refusals() || how.refusalPause().isZero()) {
            return false;
        }
        standing.refusals = 0;
        standing.pausedUntil = System.nanoTime() + how.refusalPause().toNanos();
        return true;
    }

    private Standing leave(CallOrigin from) {
        unknown--;
        shutOrOpen();
        Standing standing = standings.computeIfAbsent(from, origin -> new Standing());
        // it may have been forgotten meanwhile
        standing.unknown = Math.max(0, standing.unknown - 1);
        return standing;
    }

    private void shutOrOpen() {
        boolean nowFull = unknown >= how.maxUnknown();
        if (nowFull != full) {
            full = nowFull;
            door.accept(!full);
        }
    }

    /** How many there are. */
    synchronized int unknown() {
        return unknown;
    }

    /** How many there were at a time, at the most. */
    synchronized int mostUnknown() {
        return mostUnknown;
    }
}
