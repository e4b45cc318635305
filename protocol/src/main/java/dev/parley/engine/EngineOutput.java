package dev.parley.engine;

import dev.parley.error.NetconfException;
import dev.parley.message.Deviation;
import dev.parley.message.ServerHello;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What comes out of an engine. Called on the driver's thread, from within a call into the engine; must not block. */
public interface EngineOutput {
    /** Bytes to send, in this order; they will not change any more. */
    void write(ByteBuffer bytes);

    /** The capability exchange is complete: requests may be sent. */
    void established(ServerHello hello);

    /**
     * A notification arrived (RFC 5277).
     *
     * @param message the whole message, which the receiver may keep
     * @param length its length
     */
    void notification(byte[] message, int length);

    /** The device departed from the standard in a way that is tolerated. */
    void deviation(Deviation deviation, String detail);

    /** A reply arrived for a request that had been given up. */
    void lateReply(Call call);

    /**
     * A whole message passed, as far as it was in memory: for traces.
     *
     * @param outbound whether we sent it
     * @param message holds it; not to be kept or changed
     * @param offset where it begins
     * @param length its length
     */
    default void passed(boolean outbound, byte[] message, int offset, int length) {}

    /** How many bytes have passed at each layer below the engine, in words, for the message of a missed deadline. */
    default String layers() {
        return "";
    }

    /**
     * The session is over; the driver closes the transport. Every request has been answered or failed by then.
     *
     * @param failure why, or null after an orderly close
     */
    void terminated(@Nullable NetconfException failure);
}
