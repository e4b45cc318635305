package dev.parley.transport;

import dev.parley.event.TcpState;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Is shown what passes at the socket, below the encryption: for those who look for the cause of a failure. Called on the
 * link's loop.
 */
public interface WireTap {
    /** The connection stands. */
    void connected(SocketAddress local, SocketAddress remote);

    /**
     * Bytes pass.
     *
     * @param outbound whether we send them
     * @param bytes read-only, valid during the call
     */
    void passed(boolean outbound, ByteBuffer bytes);

    /** What the operating system makes of the connection by now. */
    void measured(TcpState state);
}
