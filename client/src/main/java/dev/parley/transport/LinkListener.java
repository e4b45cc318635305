package dev.parley.transport;

import java.nio.ByteBuffer;

/** What stands above a link. Called on the link's loop. */
public interface LinkListener {
    /** Bytes arrived; they are to be taken in whole, and are valid during the call only. */
    void received(ByteBuffer bytes);

    /** No more bytes just now: what was received in one go is complete. */
    void receivedAll();

    /** The link takes more bytes again, or for the moment no more. */
    void writable(boolean writable);

    /** The link has ended; the last call. */
    void closed(LinkEnd end);
}
