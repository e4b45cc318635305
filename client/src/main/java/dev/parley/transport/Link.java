package dev.parley.transport;

import dev.parley.security.SecurityDetails;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A secured stream of bytes to a device: what a session stands on. It says nothing about what carries it, so a TLS
 * channel of Netty, an SSH channel and a UNIX socket look alike from above. All calls are made on its {@link #loop}.
 */
public interface Link {
    /** The thread for all calls to this and to its listener. */
    LinkLoop loop();

    /** Queues bytes; they do not change any more. What is queued leaves with {@link #flush}. */
    void write(ByteBuffer bytes);

    /** Sends what is queued. */
    void flush();

    /**
     * Stops or goes on with reading from the network. What had been received before may still come. After reading has been
     * resumed, everything comes that arrived meanwhile.
     */
    void reading(boolean on);

    /** Shows whoever watches the wire how the connection fares just now, where the system tells; nothing elsewhere. */
    default void measure() {}

    /** Ends the stream in order: what is queued is sent, then the transport's own goodbye; bounded in time. */
    void close();

    /** What has passed so far. */
    LinkTraffic traffic();

    /** The other end. */
    SocketAddress remoteAddress();

    /** What securing the link came to, or null for a link in clear text. */
    @Nullable
    SecurityDetails security();
}
