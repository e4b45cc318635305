package dev.parley.error;

import org.jspecify.annotations.Nullable;

/**
 * A pool had no session to lend, or a standing session was not up. Nothing was asked of the device, so trying again is safe. Where it could not even be tried to
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
        /** The pool, or the standing session, is closed, or about to be. */
        POOL_CLOSED,
        /** The device has not answered so often in a row that it is left alone for a while. */
        CIRCUIT_OPEN,
        /** The last attempt was refused for a reason that somebody has to mend, and none is made for a while. */
        REFUSED_BEFORE,
        /** No attempt at a session is made any more until somebody asks for one. */
        GIVEN_UP
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
