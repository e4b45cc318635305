package dev.parley.framing;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import java.nio.ByteBuffer;

/**
 * Takes chunks apart (RFC 6242 section 4.2), strictly: after a header that breaks the grammar the stream has no meaning,
 * and looking for a place to go on from would be guessing.
 */
final class ChunkDecoder implements FrameDecoder {
    private static final long LARGEST = 4_294_967_295L;

    /** What the next byte has to be. */
    private enum Expect {
        LINE_FEED,
        HASH,
        SIZE_OR_END,
        SIZE,
        DATA,
        END_LINE_FEED
    }

    private Expect expect = Expect.LINE_FEED;
    private boolean begun;
    private long size;
    private long offset;

    @Override
    public boolean decode(ByteBuffer in, Sink sink) {
        while (in.hasRemaining()) {
            if (expect == Expect.DATA) {
                data(in, sink);
            } else {
                byte b = in.get();
                offset++;
                if (header(b)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void data(ByteBuffer in, Sink sink) {
        int length = (int) Math.min(size, in.remaining());
        sink.part(in.slice(in.position(), length));
        in.position(in.position() + length);
        offset += length;
        size -= length;
        if (size == 0) {
            expect = Expect.LINE_FEED;
        }
    }

    /** Reads one byte outside chunk data; true at the end of the message. */
    private boolean header(byte b) {
        switch (expect) {
            case LINE_FEED -> {
                if (b != '\n') {
                    throw bad(b, "a line feed before the chunk header");
                }
                expect = Expect.HASH;
            }
            case HASH -> {
                if (b != '#') {
                    throw bad(b, "'#'");
                }
                expect = Expect.SIZE_OR_END;
            }
            case SIZE_OR_END -> {
                if (b == '#' && begun) {
                    expect = Expect.END_LINE_FEED;
                } else if (b >= '1' && b <= '9') {
                    size = Character.digit(b, 10);
                    expect = Expect.SIZE;
                } else {
                    throw bad(b, begun ? "a chunk size from 1 or '#'" : "a chunk size from 1");
                }
            }
            case SIZE -> {
                if (b == '\n') {
                    begun = true;
                    expect = Expect.DATA;
                } else if (b >= '0' && b <= '9' && size * 10 + b - '0' <= LARGEST) {
                    size = size * 10 + b - '0';
                } else {
                    throw bad(b, "a line feed or a digit of a size up to " + LARGEST);
                }
            }
            case END_LINE_FEED -> {
                if (b != '\n') {
                    throw bad(b, "a line feed after '##'");
                }
                expect = Expect.LINE_FEED;
                begun = false;
                return true;
            }
            case DATA -> throw new IllegalStateException("chunk data is not a header");
        }
        return false;
    }

    private ProtocolException bad(byte found, String expected) {
        String shown =
                found > ' ' && found < 0x7f ? "'" + (char) found + "'" : String.format("byte 0x%02x", found & 0xff);
        return new ProtocolException(
                Reason.BAD_CHUNK,
                "broken chunk framing at byte " + offset + " after the hello: " + shown + " where " + expected
                        + " must stand" + (begun ? "" : ", at the start of a message"),
                "the device and the client disagree about the framing (RFC 6242 section 4.2); a trace shows the bytes",
                null);
    }

    @Override
    public boolean isBetweenMessages() {
        return !begun && expect == Expect.LINE_FEED;
    }
}
