package dev.parley.simulator;

/** What a device says on one connection, and in answer to what: by itself, or by a script. On the event loop only. */
interface Dialogue {

    /** The connection is ready for the device's hello. */
    void begin(Conversation conversation);

    /** The client's hello came. */
    void helloReceived(Conversation conversation, Envelope hello);

    /** A request came. Requests come one at a time: the next after this one was answered. */
    void requestReceived(Conversation conversation, Envelope envelope, Request request);

    /** Something is to be counted for the session. */
    default void count(Conversation conversation, Tally.Of what) {
        // a script keeps no statistics
    }

    /** The connection is gone. */
    void ended(Conversation conversation, String reason);
}
