package dev.parley.fleet;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How a run goes about it.
 *
 * @param parallel how many devices are worked on at once
 * @param shares limits for devices that have something in common
 * @param waves in which portions
 * @param stopAt when too much has failed
 * @param again what is done again though a journal says that it was tried
 */
public record Plan(int parallel, List<Share> shares, Waves waves, StopAt stopAt, Set<Again> again) {
    /** Fifty devices at once, all in one wave. */
    public static final Plan DEFAULT = new Plan(50, List.of(), Waves.ONE, StopAt.NEVER, Set.of());

    private static final int MOST = 10_000;

    /** What is only done again where somebody says so by name. */
    public enum Again {
        /** Changes that had begun, and of which nobody knows whether they were made. */
        UNKNOWN,
        /** Changes that the device refused. */
        REFUSED
    }

    /** Copies the collections. */
    public Plan {
        shares = List.copyOf(shares);
        again = again.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(again));
        if (parallel < 1 || parallel > MOST) {
            throw InputException.of(
                    Reason.BAD_VALUE, "from 1 to " + MOST + " devices are worked on at once, not " + parallel);
        }
    }

    /** The same with so many devices at once. */
    public Plan withParallel(int number) {
        return new Plan(number, shares, waves, stopAt, again);
    }

    /** The same with one more limit. */
    public Plan with(Share share) {
        List<Share> more = new ArrayList<>(shares);
        more.add(share);
        return new Plan(parallel, more, waves, stopAt, again);
    }

    /** The same in portions. */
    public Plan inWaves(Waves some) {
        return new Plan(parallel, shares, some, stopAt, again);
    }

    /** The same, ended early when too much fails. */
    public Plan stoppingAt(StopAt rate) {
        return new Plan(parallel, shares, waves, rate, again);
    }

    /** The same, and what is named here is done again. */
    public Plan repeating(Set<Again> what) {
        return new Plan(parallel, shares, waves, stopAt, what);
    }
}
