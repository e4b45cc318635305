package dev.parley.device;

/** How connections from devices that call are secured; each kind belongs to a transport. */
public interface CallSecurity {
    /** {@code tls} or {@code ssh}. */
    String scheme();

    /** The port that is registered for it (RFC 8071 section 6). */
    int registeredPort();
}
