package dev.parley.message;

import dev.parley.error.ProtocolException;

/**
 * A way in which devices depart from the standard that can be lived with. Each occurrence is counted and told; in strict
 * mode it ends the session or the request instead.
 */
public enum Deviation {
    /** White space or a byte order mark in front of the XML declaration. */
    PADDING("white space where no byte may stand"),
    /** NUL bytes around the message. */
    NUL_BYTES("NUL bytes around the message"),
    /** An XML declaration that names another encoding than UTF-8; the message is read as UTF-8 all the same. */
    OTHER_ENCODING("an XML declaration with another encoding than UTF-8"),
    /** Attributes on the hello, such as a {@code message-id}. */
    HELLO_ATTRIBUTES("attributes on the hello"),
    /** A protocol element without its namespace. */
    NAMESPACE_MISSING("a protocol element outside the NETCONF namespace"),
    /** A base capability written with {@code xml:ns} in it, as RFC 5277 printed it. */
    BASE_ALIAS("the base capability under a name that is not its own"),
    /** A warning beside {@code <ok/>}. */
    OK_WITH_WARNING("a warning beside <ok/>"),
    /** An rpc-error without {@code error-type}, {@code error-tag} or {@code error-severity}. */
    INCOMPLETE_ERROR("an rpc-error without a mandatory part"),
    /** An rpc-error that does not stand directly in the reply. */
    NESTED_ERROR("an rpc-error inside another element of the reply"),
    /** {@code <data>} in a namespace that is not the operation's. */
    DATA_NAMESPACE("<data> outside its namespace"),
    /** A reply without {@code message-id}. */
    REPLY_WITHOUT_ID("a reply without message-id"),
    /** A reply to a request that is not pending: never asked, answered before, or given up. */
    UNKNOWN_REPLY("a reply to no pending request"),
    /** Replies in another order than the requests. */
    UNORDERED_REPLY("a reply before that to an earlier request"),
    /** An {@code eventTime} that is missing, or is no date and time with a zone (RFC 5277 section 4). */
    EVENT_TIME("a notification whose eventTime is not as it should be");

    private final String description;

    Deviation(String description) {
        this.description = description;
    }

    /** What it is, as part of a sentence. */
    public String description() {
        return description;
    }

    /** The error that takes its place where no deviation is tolerated. */
    public ProtocolException refused(String detail) {
        return ProtocolException.of(
                ProtocolException.Reason.DEVIATION,
                description + " (" + detail + "), which strict mode does not tolerate");
    }

    /** Is told of deviations. */
    @FunctionalInterface
    public interface Observer {
        /**
         * A deviation was met.
         *
         * @param deviation which
         * @param detail what exactly
         */
        void met(Deviation deviation, String detail);
    }
}
