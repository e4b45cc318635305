package dev.parley.error;

/** A step in the life of a session; each has a time limit, and each error names the one it happened in. */
public enum Phase {
    /** Turning the host name into addresses. */
    RESOLVE,
    /** Opening the connection to one of the addresses. */
    CONNECT,
    /** The security handshake, with the check of the server's identity (TLS, or the SSH key exchange). */
    SECURE,
    /** Proving the client's identity where that is a step of its own (SSH). In TLS it is part of {@link #SECURE}. */
    AUTHENTICATE,
    /** The capability exchange (RFC 6241 section 8.1). */
    HELLO,
    /** The open session: requests, replies and notifications. */
    RPC,
    /** The orderly end: {@code close-session}, then the transport's own goodbye. */
    CLOSE
}
