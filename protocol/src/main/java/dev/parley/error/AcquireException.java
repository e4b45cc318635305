package dev.parley.error;

import org.jspecify.annotations.Nullable;

/**
 * A pool had no session to lend. Nothing was asked of the device, so trying again is safe. Where it could not even be tried to
 * open one, or that failed, {@link OpenException} and {@link InputException} say so instead.
 */
public final class AcquireException extends NetconfException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why there is no session to be had. */
    public enum Reason {
        /** None was free, or came to be, in time; the message says what the pool was doing and who holds its sessions. */
        ACQUIRE_TIMEOUT,
        /** As many wait for this device as may. */
        TOO_MANY_WAITING,
        /** The caller gave up, or was interrupted. */
        ACQUIRE_CANCELLED,
        /** The pool is closed, or about to be. */
        POOL_CLOSED
    }

    /**
     * @param reason why
     * @param message what was wanted, after how long, and what the pool was doing
     * @param advice what to do, or null
     * @param cause the underlying exception, or null
     */
    public AcquireException(Reason reason, String message, @Nullable String advice, @Nullable Throwable cause) {
        super(message, Fate.NOT_SENT, advice, cause);
        this.reason = reason;
    }

    /** Why there is no session to be had. */
    public Reason reason() {
        return reason;
    }

    @Override
    public String code() {
        return codeOf(reason);
    }
}
