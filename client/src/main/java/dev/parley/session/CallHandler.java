package dev.parley.session;

import dev.parley.error.NetconfException;

/**
 * Is given the sessions of devices that call (RFC 8071). Called on the client's executor: it may block, and several calls
 * may come at once.
 */
@FunctionalInterface
public interface CallHandler {
    /** A device has called, and its session is up: one like any other, which is for the handler to close. */
    void session(Session session);

    /**
     * A device has called, and no session came of it. Calls that are hung up because there are too many are only counted;
     * see {@link CallHomeListener#counts}.
     *
     * @param from where it called from, as it is written for people
     * @param why what was wrong, an {@link dev.parley.error.OpenException} for all that lies with the caller
     */
    default void refused(String from, NetconfException why) {}
}
