package dev.parley.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that this library reports as failed. The tree is sealed and unchecked; what to do next depends on the
 * branch:
 *
 * <ul>
 *   <li>{@link InputException}: something given by the caller is unusable (a key, a file, an address, a document).
 *   <li>{@link OpenException}: no session came to be.
 *   <li>{@link AcquireException}: a pool had no session to lend, or a standing session was not up.
 *   <li>{@link RpcErrorException}: the device answered a request with an error.
 *   <li>{@link RequestException}: a request failed in another way; {@link #fate()} says whether it may have been applied.
 *   <li>{@link ProtocolException}: the peer broke the protocol, and the session has ended. It stands alone or as the
 *       cause of the two before.
 * </ul>
 *
 * The message says what failed, where and after how long, on one line whatever a device said; {@link #advice()} says what to look at next.
 */
public abstract sealed class NetconfException extends RuntimeException
        permits AcquireException,
                InputException,
                OpenException,
                ProtocolException,
                RequestException,
                RpcErrorException {
    private static final long serialVersionUID = 1;

    private final Fate fate;
    private final @Nullable String advice;
    private final @Nullable Circumstance circumstance;

    NetconfException(String message, Fate fate, @Nullable String advice, @Nullable Throwable cause) {
        this(message, fate, advice, cause, null);
    }

    NetconfException(
            String message,
            Fate fate,
            @Nullable String advice,
            @Nullable Throwable cause,
            @Nullable Circumstance circumstance) {
        super(OneLine.of(message), cause);
        this.circumstance = circumstance;
        this.fate = fate;
        this.advice = advice;
    }

    /** A short identifier of the kind of failure that never changes, for programs and searches: {@code hello-timeout}. */
    public abstract String code();

    /** What failed, where, and after how long. */
    @Override
    public final String getMessage() {
        return java.util.Objects.requireNonNull(super.getMessage());
    }

    /** Whether the device may have carried out what was asked. */
    public final Fate fate() {
        return fate;
    }

    /** What to look at or to change, in one sentence, where something useful is known. */
    public final Optional<String> advice() {
        return Optional.ofNullable(advice);
    }

    /** What exactly happened, where the kind of failure stands for several things; also that of the failure it comes from. */
    public final Optional<Circumstance> circumstance() {
        if (circumstance == null && getCause() instanceof NetconfException below) {
            return below.circumstance();
        }
        return Optional.ofNullable(circumstance);
    }

    /** {@code UNKNOWN_CA} as {@code unknown-ca}: the form of {@link #code()}. */
    static String codeOf(Enum<?> reason) {
        return reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
