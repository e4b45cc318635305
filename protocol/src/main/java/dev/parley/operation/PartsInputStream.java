package dev.parley.operation;

import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The parts of a message as a stream, for parsers that read one. */
final class PartsInputStream extends InputStream {
    private final ReplyBody.Parts parts;
    private @Nullable ByteBuffer current = ByteBuffer.allocate(0);

    PartsInputStream(ReplyBody.Parts parts) {
        this.parts = parts;
    }

    private @Nullable ByteBuffer current() {
        while (current != null && !current.hasRemaining()) {
            current = parts.next();
        }
        return current;
    }

    @Override
    public int read() {
        ByteBuffer from = current();
        return from == null ? -1 : from.get() & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        ByteBuffer from = current();
        if (from == null) {
            return -1;
        }
        int count = Math.min(length, from.remaining());
        from.get(into, offset, count);
        return count;
    }
}
