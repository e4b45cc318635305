package dev.parley.simulator.fault;

import java.time.Duration;

/** What is wrong with the device's replies. */
public sealed interface ReplyFault extends Fault {

    /**
     * A fault of one reply.
     *
     * @param reply which of the session's, from 1; 0 for every one
     * @param change what is wrong with it
     */
    record OnReply(int reply, ReplyChange change) implements ReplyFault {}

    /**
     * Replies are held back until so many are ready, and leave together, in one TLS record if they fit.
     *
     * @param count how many
     * @param order in which order they leave
     */
    record Held(int count, Order order) implements ReplyFault {}

    /** An order of replies. */
    enum Order {
        /** That of the requests (RFC 6241 section 4.5). */
        AS_ASKED,
        /** The last first. */
        REVERSED
    }

    /** A fault of one reply of the session, counted from 1. */
    static ReplyFault on(int reply, ReplyChange change) {
        return new OnReply(reply, change);
    }

    /** A fault of every reply. */
    static ReplyFault every(ReplyChange change) {
        return new OnReply(0, change);
    }

    /** What is wrong with one reply. Of several changes of one kind, the last holds. */
    sealed interface ReplyChange {}

    /**
     * The {@code message-id} is not the request's.
     *
     * @param id what it is instead; empty for none
     */
    record MessageId(String id) implements ReplyChange {}

    /** The reply is sent twice. */
    record Twice() implements ReplyChange {}

    /**
     * A reply that nobody asked for goes in front.
     *
     * @param messageId its {@code message-id}
     */
    record Unsolicited(String messageId) implements ReplyChange {}

    /**
     * The reply is late; so are those after it.
     *
     * @param by by how much
     */
    record Delayed(Duration by) implements ReplyChange {}

    /**
     * The reply says something else.
     *
     * @param content the elements inside {@code rpc-reply}
     */
    record Instead(String content) implements ReplyChange {}

    /**
     * Something stands in front of the reply, inside the message's framing: a newline, NUL, a byte order mark.
     *
     * @param text what; one character a byte
     */
    record InFront(String text) implements ReplyChange {}

    /**
     * Something stands between this message's framing and the one before.
     *
     * @param text what; one character a byte
     */
    record BeforeFrame(String text) implements ReplyChange {}

    /**
     * Something stands behind the message's framing.
     *
     * @param text what; one character a byte
     */
    record BehindFrame(String text) implements ReplyChange {}

    /**
     * The message is cut into chunks of that size, which is permitted. Needs base 1.1.
     *
     * @param size bytes of a chunk
     */
    record Chunks(int size) implements ReplyChange {}

    /**
     * The chunk's header tells a wrong size. Needs base 1.1.
     *
     * @param difference what is added to the true size
     */
    record FalseChunkSize(int difference) implements ReplyChange {}

    /**
     * In place of the reply comes a chunk header whose size does not end. Needs base 1.1.
     *
     * @param digits how many digits are sent before the device falls silent
     */
    record EndlessChunkHeader(long digits) implements ReplyChange {}

    /**
     * The message does not end.
     *
     * @param bytes how many are sent before the device falls silent
     */
    record Endless(long bytes) implements ReplyChange {}

    /** The message is framed with {@code ]]>]]>} although chunks were agreed on. */
    record EndOfMessageFraming() implements ReplyChange {}

    /** The mark of the message's end is not sent. */
    record WithoutEnd() implements ReplyChange {}

    /**
     * The {@code data} element of the reply is in another namespace than the operation's, as Junos answers {@code
     * get-schema}.
     *
     * @param namespace which; empty for none
     */
    record DataNamespace(String namespace) implements ReplyChange {}

    /** {@code ok} beside a warning, which the standard does not permit and devices do (RFC 6241 section 4.4). */
    static ReplyChange okWithWarning() {
        return new Instead("<rpc-error><error-severity>warning</error-severity>"
                + "<error-message>statement has no contents; ignored</error-message></rpc-error><ok/>");
    }

    /** A warning, then an error. */
    static ReplyChange warningThenError() {
        return new Instead("<rpc-error><error-type>application</error-type><error-tag>operation-failed</error-tag>"
                + "<error-severity>warning</error-severity><error-message>not this</error-message></rpc-error>"
                + "<rpc-error><error-type>application</error-type><error-tag>invalid-value</error-tag>"
                + "<error-severity>error</error-severity><error-message>but this</error-message></rpc-error>");
    }

    /** An error inside another element, as Junos has it. */
    static ReplyChange nestedError() {
        return new Instead("<load-configuration-results><rpc-error><error-type>application</error-type>"
                + "<error-tag>operation-failed</error-tag><error-severity>error</error-severity>"
                + "<error-message>syntax error</error-message></rpc-error></load-configuration-results>");
    }
}
