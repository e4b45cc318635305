package dev.parley.operation;

import dev.parley.error.NetconfException;
import dev.parley.xml.Prolog;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a message as a stream, for parsers that read one. NUL bytes and the like behind the message are left out,
 * because a parser would take offence at them.
 */
final class PartsInputStream extends InputStream {
    private static final int LONGEST_HELD = 1024;

    private final ReplyBody.Parts parts;
    private ByteBuffer current = ByteBuffer.allocate(0);
    /** The part that comes when what was held back is read. */
    private @Nullable ByteBuffer next;
    /** Bytes that belong to the message only if others follow. */
    private byte[] held = {};

    private @Nullable NetconfException failure;

    PartsInputStream(ReplyBody.Parts parts) {
        this.parts = parts;
    }

    /** Whether there are bytes to read; waits for them. */
    private boolean fill() {
        while (!current.hasRemaining()) {
            ByteBuffer part = next;
            next = null;
            if (part == null) {
                part = nextPart();
                if (part == null) {
                    return false;
                }
            }
            hold(part);
        }
        return true;
    }

    private @Nullable ByteBuffer nextPart() {
        if (failure != null) {
            throw failure;
        }
        try {
            return parts.next();
        } catch (NetconfException e) {
            failure = e;
            throw e;
        }
    }

    /** Makes the part the current one, but for what may be behind the message, and after what was held back so far. */
    private void hold(ByteBuffer part) {
        int end = part.limit();
        while (end > part.position() && Prolog.isPadding(part.get(end - 1))) {
            end--;
        }
        if (end == part.position()) {
            held = joined(held, part);
            if (held.length > LONGEST_HELD) {
                current = ByteBuffer.wrap(held);
                held = new byte[0];
            }
            return;
        }
        if (held.length > 0) {
            current = ByteBuffer.wrap(held);
            held = new byte[0];
            next = part;
            return;
        }
        ByteBuffer behind = part.duplicate().position(end);
        held = joined(held, behind);
        current = part.duplicate().limit(end);
    }

    private static byte[] joined(byte[] first, ByteBuffer second) {
        byte[] both = Arrays.copyOf(first, first.length + second.remaining());
        second.get(both, first.length, second.remaining());
        return both;
    }

    @Override
    public int read() {
        return fill() ? current.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, current.remaining());
        current.get(into, offset, count);
        return count;
    }
}
