package dev.parley.simulator;

import dev.parley.simulator.pki.CertToName;

/**
 * Something that happened on a connection to a simulated device; for tests that wait for it. A listener is called on the
 * connection's event loop and must not block it.
 */
public sealed interface DeviceEvent {

    /** Which connection, counted from 1. */
    int connection();

    /** A client connected. */
    record Accepted(int connection) implements DeviceEvent {}

    /**
     * The TLS handshake is complete.
     *
     * @param connection which connection
     * @param user the user's name, or empty where {@link CertToName} knows none: then the connection ends
     * @param protocol the TLS version, as the JDK names it
     * @param cipherSuite the cipher suite
     */
    record Secured(int connection, String user, String protocol, String cipherSuite) implements DeviceEvent {}

    /**
     * The client has said a user's name over SSH, and asks to be let in by a method (RFC 4252 section 5).
     *
     * @param connection which connection
     * @param user the user's name
     * @param method the method, {@code none} among them
     */
    record LoginAsked(int connection, String user, String method) implements DeviceEvent {}

    /**
     * New keys are in place of those before, over SSH (RFC 4253 section 9); not told of the first ones.
     *
     * @param connection which connection
     * @param askedByClient whether the client asked for them; otherwise the device did
     */
    record KeysChanged(int connection, boolean askedByClient) implements DeviceEvent {}

    /**
     * The client's hello came; the session is open.
     *
     * @param connection which connection
     * @param sessionId the session's number
     * @param base11 whether both speak base 1.1
     */
    record Opened(int connection, long sessionId, boolean base11) implements DeviceEvent {}

    /**
     * A request came.
     *
     * @param connection which connection
     * @param request the request
     */
    record Requested(int connection, Request request) implements DeviceEvent {}

    /**
     * The connection is gone.
     *
     * @param connection which connection
     * @param reason what the device knows of why
     */
    record Ended(int connection, String reason) implements DeviceEvent {}
}
