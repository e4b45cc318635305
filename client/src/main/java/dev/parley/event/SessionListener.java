package dev.parley.event;

/**
 * Is told what happens in sessions. Called on the session's event loop, in order, from the attempt to its end: it must
 * return quickly and not block. An exception from it is logged and otherwise ignored.
 */
@FunctionalInterface
public interface SessionListener {
    /** How much a listener wants to be told: each includes those before it. */
    enum Interest {
        /** Opening, phases, deviations, the end. */
        LIFE,
        /** Each request besides. */
        REQUESTS,
        /** Each message besides, with its content. */
        MESSAGES,
        /** All that passes at the socket besides, and what the operating system knows of the connection. */
        WIRE
    }

    /**
     * Something happened.
     *
     * @param session which session or attempt
     * @param event what
     */
    void on(SessionKey session, SessionEvent event);

    /** How much this listener wants to be told; asked once for each session. */
    default Interest interest() {
        return Interest.REQUESTS;
    }
}
