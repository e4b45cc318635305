package dev.parley.transport;

import java.net.InetSocketAddress;

/** A place where devices call (RFC 8071), seen from above the transport. Safe for all threads. */
public interface Calls extends AutoCloseable {
    /** Where it is, with the port that was found. */
    InetSocketAddress address();

    /**
     * Begins to take calls, or stops. It stops at once if whoever decides about a call says so before deciding: no other one
     * is let in meanwhile. Those that are not taken wait with the operating system.
     */
    void accepting(boolean on);

    /** Takes no more calls. Those that were taken go on. */
    @Override
    void close();
}
