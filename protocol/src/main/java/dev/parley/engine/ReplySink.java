package dev.parley.engine;

import dev.parley.error.NetconfException;
import java.nio.ByteBuffer;

/** Where the reply to one request goes. Called on the driver's thread; must not block. */
public sealed interface ReplySink {
    /** There will be no reply, or no more of it. The last call. */
    void fail(NetconfException failure);

    /** Takes a reply that is held in memory until it is whole. */
    non-sealed interface Whole extends ReplySink {
        /**
         * The reply is here. The last call.
         *
         * @param message holds it; it belongs to the receiver now
         * @param length its length
         */
        void reply(byte[] message, int length);
    }

    /** Takes a reply as it arrives. */
    non-sealed interface Streamed extends ReplySink {
        /** The next bytes, to be copied during the call. */
        void part(ByteBuffer bytes);

        /** The reply is whole. The last call. */
        void end();
    }
}
