package dev.parley.framing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Finds {@code ]]>]]>}, also where it is split over pieces (RFC 6242 section 4.3). */
final class EndOfMessageDecoder implements FrameDecoder {
    private static final byte[] DELIMITER = "]]>]]>".getBytes(StandardCharsets.US_ASCII);

    /** How many bytes of the delimiter the stream has ended with so far; they are held back until the next decides. */
    private int matched;

    private boolean begun;

    @Override
    public boolean decode(ByteBuffer in, Sink sink) {
        int limit = in.limit();
        int from = in.position();
        int at = from;
        int held = matched;
        while (at < limit) {
            if (matched == 0) {
                at = candidate(in, at, limit);
                if (at == limit) {
                    break;
                }
            }
            byte b = in.get(at++);
            matched = advance(matched, b);
            if (matched == DELIMITER.length) {
                matched = 0;
                emit(in, from, at, held, DELIMITER.length, sink);
                begun = false;
                in.position(at);
                return true;
            }
        }
        emit(in, from, limit, held, matched, sink);
        in.position(limit);
        return false;
    }

    /**
     * The first offset at which a delimiter could begin. Every sixth byte is looked at: where it is neither ']' nor '>',
     * no delimiter covers it.
     */
    private static int candidate(ByteBuffer in, int from, int limit) {
        int at = from;
        while (at + DELIMITER.length <= limit) {
            byte probe = in.get(at + DELIMITER.length - 1);
            if (probe != ']' && probe != '>') {
                at += DELIMITER.length;
            } else if (in.get(at) == ']') {
                return at;
            } else {
                at++;
            }
        }
        while (at < limit && in.get(at) != ']') {
            at++;
        }
        return at;
    }

    /** How much of the delimiter the stream ends with, after one more byte. */
    private static int advance(int matched, byte b) {
        if (b == DELIMITER[matched]) {
            return matched + 1;
        }
        // a mismatch on ']' leaves "]]": after "]]" and after "]]>]]", where '>' was expected
        return b == ']' ? 2 : 0;
    }

    /** Passes on what was held back and what was read, less the {@code heldNow} bytes at the end. */
    private void emit(ByteBuffer in, int from, int to, int heldBefore, int heldNow, Sink sink) {
        int length = heldBefore + to - from - heldNow;
        if (length <= 0) {
            return;
        }
        begun = true;
        int fromHeld = Math.min(heldBefore, length);
        if (fromHeld > 0) {
            sink.part(ByteBuffer.wrap(DELIMITER, 0, fromHeld).asReadOnlyBuffer());
        }
        if (length > fromHeld) {
            sink.part(in.slice(from, length - fromHeld));
        }
    }

    @Override
    public boolean isBetweenMessages() {
        return !begun && matched == 0;
    }
}
