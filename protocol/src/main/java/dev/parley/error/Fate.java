package dev.parley.error;

/**
 * What became of a request that failed, as far as the client can know: whether the device may have carried it out.
 *
 * <p>Nothing in this library repeats a request whose fate is {@link #UNKNOWN} by itself.
 */
public enum Fate {
    /** No byte of the request reached the transport: it is safe to repeat. */
    NOT_SENT,
    /** The device answered with an {@code rpc-error}: it refused the request, or says how much of it failed. */
    REJECTED,
    /** The request left, wholly or in part, and no answer came: the device may have applied it. */
    UNKNOWN
}
