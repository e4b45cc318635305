package dev.parley.error;

import org.jspecify.annotations.Nullable;

/**
 * The peer sent something that the protocol does not allow, or more than a limit permits. The session ends with it:
 * after a framing error nothing that follows can be trusted (RFC 6242 section 4.2).
 */
public final class ProtocolException extends NetconfException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** The rule that was broken. */
    public enum Reason {
        /** A chunk header that breaks the grammar of RFC 6242 section 4.2. */
        BAD_CHUNK,
        /** XML that is not well-formed. */
        MALFORMED_XML,
        /** A document type declaration (RFC 6241 section 3.2 forbids it). */
        DOCTYPE,
        /** A reference to an entity that XML itself does not define. */
        ENTITY,
        /** A message, element nesting, name or count beyond the configured limit. */
        LIMIT_EXCEEDED,
        /** A hello that breaks RFC 6241 section 8.1. */
        BAD_HELLO,
        /** The whole hello did not arrive in time. */
        HELLO_TIMEOUT,
        /** No base protocol version in common. */
        NO_COMMON_BASE,
        /** A message that may not stand here: a reply before the hello, a second hello, an unknown root element. */
        UNEXPECTED_MESSAGE,
        /** The device refused the session with an error in place of, or beside, its hello. */
        SESSION_REFUSED,
        /** A reply that no pending request can be matched with. */
        UNMATCHED_REPLY,
        /** A deviation from the standard that strict mode does not tolerate. */
        DEVIATION,
        /** The stream ended in the middle of a message. */
        TRUNCATED
    }

    /**
     * @param reason the rule that was broken
     * @param message what was seen, and where in the stream
     * @param advice what to look at, or null
     * @param cause the parser's exception, or null
     */
    public ProtocolException(Reason reason, String message, @Nullable String advice, @Nullable Throwable cause) {
        this(reason, null, message, advice, cause);
    }

    /**
     * @param reason the rule that was broken
     * @param circumstance what exactly, or null
     * @param message what was seen, and where in the stream
     * @param advice what to look at, or null
     * @param cause the parser's exception, or null
     */
    public ProtocolException(
            Reason reason,
            @Nullable Circumstance circumstance,
            String message,
            @Nullable String advice,
            @Nullable Throwable cause) {
        super(message, Fate.UNKNOWN, advice, cause, circumstance);
        this.reason = reason;
    }

    /** A protocol error without further cause. */
    public static ProtocolException of(Reason reason, String message) {
        return new ProtocolException(reason, message, null, null);
    }

    /** The rule that was broken. */
    public Reason reason() {
        return reason;
    }

    @Override
    public String code() {
        return codeOf(reason);
    }
}
