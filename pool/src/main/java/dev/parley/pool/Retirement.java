package dev.parley.pool;

/** Why a session is not lent again. Each one that the pool had leaves for exactly one of these reasons. */
public enum Retirement {
    /** It ended: the device closed it, or the connection was lost. */
    ENDED("it ended"),
    /** Its holder closed it with {@code close-session}. */
    CLOSED_BY_HOLDER("its holder closed it"),
    /** Nobody has needed it for as long as it may be idle, which is to be less than the device allows. */
    IDLE_LIMIT("it was idle for as long as it may be"),
    /** It is as old as it may become. */
    AGE_LIMIT("it is as old as it may become"),
    /** After a time without use, the device did not answer on it. */
    NOT_ANSWERING("the device did not answer on it"),
    /** A request was unanswered when it was returned, or has failed in a way that leaves its fate open. */
    UNANSWERED("a request on it was not answered"),
    /** A confirmed commit without {@code persist} waits for its confirmation (RFC 6241 section 8.4). */
    COMMIT_PENDING("a confirmed commit of it was not confirmed"),
    /** The device sends notifications on it (RFC 5277), and cannot be told to stop. */
    SUBSCRIBED("it was subscribed to notifications"),
    /** An operation that the pool does not know may have left something on it. */
    UNKNOWN_OPERATION("an operation that may leave something behind was sent on it"),
    /** What was left on it, such as a lock, could not be taken back in time. */
    NOT_CLEANED("what was left on it could not be taken back"),
    /** The device told that its capabilities changed (RFC 6470), so what the hello said no longer holds. */
    CAPABILITIES_CHANGED("the device's capabilities changed"),
    /** It was idle, and made room for somebody who waited for a session with another device. */
    MADE_ROOM("it made room for another device"),
    /** The pool was closed. */
    POOL_CLOSED("the pool was closed");

    private final String words;

    Retirement(String words) {
        this.words = words;
    }

    /** The reason as a sentence about the session. */
    public String words() {
        return words;
    }
}
