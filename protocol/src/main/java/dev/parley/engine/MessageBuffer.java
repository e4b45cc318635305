package dev.parley.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The message that is arriving, as far as it is held in memory. It grows by doubling, so each byte moves at most twice. */
final class MessageBuffer {
    /** The largest array that every JVM can make. */
    static final int LARGEST = Integer.MAX_VALUE - 8;

    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes = NOTHING;
    private int length;

    void append(ByteBuffer part) {
        int more = part.remaining();
        if (bytes.length - length < more) {
            int doubled = (int) Math.min(bytes.length * 2L, LARGEST);
            bytes = Arrays.copyOf(bytes, Math.max(doubled, Math.addExact(length, more)));
        }
        part.get(bytes, length, more);
        length += more;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Begins anew; whoever took {@link #bytes()} may keep them. */
    void release() {
        bytes = NOTHING;
        length = 0;
    }
}
