package dev.parley.error;

import org.jspecify.annotations.Nullable;

/**
 * A request failed without an {@code rpc-error} from the device. {@link #fate()} says whether it may have been applied.
 */
public final class RequestException extends NetconfException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why the request has no result. */
    public enum Reason {
        /** The device lacks a capability that the request needs; nothing was sent. */
        CAPABILITY_MISSING,
        /** The request makes no sense on this session, such as killing itself; nothing was sent. */
        INVALID_REQUEST,
        /**
         * The session is given to notifications, and the device cannot answer requests beside them (RFC 5277 section 6); nothing
         * was sent.
         */
        SUBSCRIBED,
        /** No whole reply within the request's deadline. */
        DEADLINE,
        /** The caller gave the request up. */
        CANCELLED,
        /** The session was closed before the reply, by either side. */
        SESSION_CLOSED,
        /** The session failed before the reply; the cause says how. */
        SESSION_LOST,
        /** Too many requests wait for their turn on this session. */
        QUEUE_FULL,
        /** The reply arrived, and is not what the operation returns, or is not well-formed. */
        BAD_REPLY,
        /** The reply could not be taken in here: a full disk, or an exception from the caller's own reader. */
        BODY_FAILED
    }

    /**
     * @param reason why
     * @param fate whether the device may have applied it
     * @param message what failed, where, after how long
     * @param advice what to do, or null
     * @param cause the underlying exception, or null
     */
    public RequestException(
            Reason reason, Fate fate, String message, @Nullable String advice, @Nullable Throwable cause) {
        super(message, fate, advice, cause);
        this.reason = reason;
    }

    /** Why the request has no result. */
    public Reason reason() {
        return reason;
    }

    @Override
    public String code() {
        return codeOf(reason);
    }
}
