package dev.parley.simulator.datastore;

import java.time.Duration;

/**
 * Is told what becomes of a device's configuration. Called by whoever changes it, in the order of the changes, while the
 * datastores' monitor is held: it must not wait for anything.
 */
public interface ChangeListener {

    /** A listener that does nothing. */
    ChangeListener NONE = new ChangeListener() {};

    /** A step of a confirmed commit, by the names of RFC 6470. */
    enum ConfirmedCommit {
        /** It waits for its confirmation. */
        START,
        /** It was cancelled, or its session ended: the configuration is what it was before. */
        CANCEL,
        /** Nobody confirmed it in time: the configuration is what it was before. */
        TIMEOUT,
        /** It waits for longer. */
        EXTEND,
        /** It is confirmed. */
        COMPLETE
    }

    /**
     * Running or startup has another content.
     *
     * @param session whose doing it is; 0 for the device's own
     */
    default void changed(long session, Datastore datastore, DataTree before, DataTree after) {}

    /**
     * A confirmed commit went a step on.
     *
     * @param session whose it is
     * @param timeout how long it waits from now on; zero where it does not
     */
    default void confirmedCommit(long session, ConfirmedCommit step, Duration timeout) {}
}
