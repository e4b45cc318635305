package dev.parley.operation;

import dev.parley.sample.Cuts;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a reply in the one buffer that there is: what a body keeps of it beyond the next call turns into garbage.
 */
final class ArrivingParts implements ReplyBody.Parts {
    private final Iterator<ByteBuffer> pieces;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    ArrivingParts(Iterator<ByteBuffer> pieces) {
        this.pieces = pieces;
    }

    static ArrivingParts of(byte[] message, List<Integer> cuts) {
        return new ArrivingParts(Cuts.cut(message, cuts).iterator());
    }

    @Override
    public @Nullable ByteBuffer next() {
        buffer.clear();
        while (buffer.hasRemaining()) {
            buffer.put((byte) '<');
        }
        if (!pieces.hasNext()) {
            return null;
        }
        ByteBuffer piece = pieces.next();
        if (buffer.capacity() < piece.remaining()) {
            buffer = ByteBuffer.allocateDirect(piece.remaining());
        }
        buffer.clear();
        buffer.put(piece).flip();
        return buffer;
    }
}
