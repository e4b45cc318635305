package dev.parley.transport;

import java.net.InetSocketAddress;

/** A place where devices call (RFC 8071), seen from above the transport. Safe for all threads. */
public interface Calls extends AutoCloseable {
    /** Where it is, with the port that was found. */
    InetSocketAddress address();

    /** Stops or goes on with taking calls; those that are not taken wait with the operating system. */
    void accepting(boolean on);

    /** Takes no more calls. Those that were taken go on. */
    @Override
    void close();
}
