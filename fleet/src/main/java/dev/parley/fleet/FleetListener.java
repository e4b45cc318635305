package dev.parley.fleet;

import dev.parley.inventory.Member;

/** Is told how a run goes, by one thread at a time. As long as much waits to be told, no further device is begun. */
public interface FleetListener {
    /** Nobody. */
    FleetListener NONE = new FleetListener() {};

    /**
     * A wave begins.
     *
     * @param number from 1
     * @param of how many there are
     * @param devices how many devices are in it, those included with which nothing is left to do
     */
    default void wave(int number, int of, int devices) {}

    /** Work on a device begins. */
    default void begins(Member member) {}

    /** It is known how it stands with a device: what was reported done stays done, whatever happens. */
    default void ended(Outcome outcome) {}

    /** Nothing further is begun; told again if there is a weightier reason later. */
    default void stops(Stop why) {}

    /** Why a run ends early. */
    enum Stop {
        /** Somebody said so. */
        ASKED,
        /** Too much failed. */
        FAILURES,
        /** A result or the journal cannot be written. */
        UNWRITABLE
    }
}
