package dev.parley.event;

import org.jspecify.annotations.Nullable;

/**
 * Is told what happens in sessions. {@link #on} is called on the session's event loop, in order, from the attempt to its end.
 * {@link #forSession} and {@link #request} are called on the thread of whoever asks for the session or the request, so that
 * what belongs to that thread, such as the trace that it takes part in, can be caught there. All of them must return quickly
 * and not block. An exception from a listener is logged and otherwise ignored.
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

    /**
     * Who is told of one session in place of this listener: by default itself. A listener that has something to keep for each
     * session keeps it there, and needs no map.
     *
     * <p>Called once for each attempt, before its first event, on the thread that asks for the session; for a device that
     * calls (RFC 8071), on its event loop. Of an attempt that is given up while it waits for its turn, no event is told.
     *
     * @param session the attempt; the name of a device that calls is not known yet
     */
    default SessionListener forSession(SessionKey session) {
        return this;
    }

    /**
     * Who is told what comes of one request, or null if nobody needs to be, as by default. The {@link #interest} does not
     * matter for it.
     *
     * <p>Called once for each request that is handed over, on the thread that sends it, before anything is sent. What is
     * refused before, because the device lacks a capability for it, is not handed over.
     *
     * @param session on which session
     * @param id its message-id
     * @param operation the operation's name
     */
    default @Nullable RequestListener request(SessionKey session, long id, String operation) {
        return null;
    }
}
