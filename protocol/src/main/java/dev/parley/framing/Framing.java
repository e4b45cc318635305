package dev.parley.framing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One of the two ways in which a message is marked off in the stream (RFC 6242 section 4). */
public enum Framing {
    /** The message is followed by {@code ]]>]]>}: for every hello, and for all of a session with base 1.0. */
    END_OF_MESSAGE,
    /** The message is cut into chunks that say their size: for all after the hello when both speak base 1.1. */
    CHUNKED;

    /** The bytes to leave free in front of a message, so that it can be framed where it stands. */
    public static final int HEADROOM = 13;

    private static final byte[] DELIMITER = "]]>]]>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_CHUNKS = "\n##\n".getBytes(StandardCharsets.US_ASCII);

    /** The bytes that are needed behind a message. */
    public static final int TAILROOM = 6;

    /** A decoder for what arrives in this framing. */
    public FrameDecoder decoder() {
        return this == CHUNKED ? new ChunkDecoder() : new EndOfMessageDecoder();
    }

    /**
     * Frames a message in its own buffer, without copying it. Nothing is sent behind the end mark, because a stray
     * newline is the beginning of the next message for some devices.
     *
     * @param buffer the message between {@link #HEADROOM} free bytes in front and {@link #TAILROOM} behind
     * @param end the offset behind the message
     * @return the framed bytes, a part of the same array
     */
    public ByteBuffer frame(byte[] buffer, int end) {
        int start = HEADROOM;
        byte[] tail = DELIMITER;
        if (this == CHUNKED) {
            tail = END_OF_CHUNKS;
            buffer[--start] = '\n';
            for (int size = end - HEADROOM; size > 0; size /= 10) {
                buffer[--start] = (byte) ('0' + size % 10);
            }
            buffer[--start] = '#';
            buffer[--start] = '\n';
        }
        System.arraycopy(tail, 0, buffer, end, tail.length);
        return ByteBuffer.wrap(buffer, start, end + tail.length - start);
    }
}
