package dev.parley.simulator;

import dev.parley.error.ProtocolException;
import dev.parley.framing.FrameDecoder;
import dev.parley.framing.Framing;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes the client's messages out of what comes, each whole (RFC 6242 section 4). On the event loop only. */
final class Inbox implements FrameDecoder.Sink {
    private final int limit;
    private FrameDecoder decoder = Framing.END_OF_MESSAGE.decoder();
    private byte[] message = new byte[512];
    private int size;

    /** An inbox for messages of no more bytes than that. */
    Inbox(int limit) {
        this.limit = limit;
    }

    /** What comes from now on is framed so. */
    void expect(Framing framing) {
        decoder = framing.decoder();
    }

    /**
     * The next message, or null when the bytes are used up before its end.
     *
     * @throws ProtocolException if they are not framed as they should be, or the message is too long
     */
    byte @Nullable [] next(ByteBuffer bytes) {
        if (!decoder.decode(bytes, this)) {
            return null;
        }
        byte[] whole = Arrays.copyOf(message, size);
        size = 0;
        return whole;
    }

    @Override
    public void part(ByteBuffer bytes) {
        int more = bytes.remaining();
        if (size + more > limit) {
            throw ProtocolException.of(ProtocolException.Reason.LIMIT_EXCEEDED, "a message of more than " + limit);
        }
        if (message.length - size < more) {
            message = Arrays.copyOf(message, Math.max(message.length * 2, size + more));
        }
        bytes.get(message, size, more);
        size += more;
    }
}
