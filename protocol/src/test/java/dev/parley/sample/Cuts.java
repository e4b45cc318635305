package dev.parley.sample;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Ways to cut a stream of bytes into the pieces in which it arrives. */
public final class Cuts {
    private Cuts() {}

    /** Sizes of pieces, used one after the other and then again from the first. */
    public static Arbitrary<List<Integer>> any() {
        return Arbitraries.integers().between(1, 40).list().ofMinSize(1).ofMaxSize(12);
    }

    /** The pieces, each in a buffer of its own with other bytes around it. */
    public static List<ByteBuffer> cut(byte[] stream, List<Integer> sizes) {
        List<ByteBuffer> pieces = new ArrayList<>();
        int turn = 0;
        for (int at = 0; at < stream.length; ) {
            int size = Math.min(sizes.get(turn++ % sizes.size()), stream.length - at);
            ByteBuffer around = ByteBuffer.allocate(size + 4);
            around.put((byte) ']')
                    .put((byte) '\n')
                    .put(stream, at, size)
                    .put((byte) '>')
                    .put((byte) '#');
            pieces.add(around.position(2).limit(2 + size));
            at += size;
        }
        return pieces;
    }
}
