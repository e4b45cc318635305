package dev.parley.framing;

import java.nio.ByteBuffer;

/**
 * Takes the framing off a stream, however the stream is cut into pieces. It passes every byte of a message on as soon as
 * it is known to belong to it, keeps no copy, and costs time in proportion to the bytes only.
 *
 * <p>After a {@link dev.parley.error.ProtocolException} the decoder must not be used again: nothing that follows a
 * framing error can be trusted (RFC 6242 section 4.2).
 */
public sealed interface FrameDecoder permits ChunkDecoder, EndOfMessageDecoder {
    /** Receives the bytes of messages. */
    @FunctionalInterface
    interface Sink {
        /** The next bytes of the current message; valid during the call only, and to be taken whole. */
        void part(ByteBuffer bytes);
    }

    /**
     * Reads on, to the end of one message at most.
     *
     * @param in what has arrived; its position moves over what was read
     * @param sink gets the bytes of the message
     * @return whether a message ended; what is left in the buffer then belongs to the next. When false, the buffer is
     *     used up
     */
    boolean decode(ByteBuffer in, Sink sink);

    /** Whether the stream may end here: no message has begun. */
    boolean isBetweenMessages();
}
