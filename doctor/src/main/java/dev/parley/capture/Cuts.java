package dev.parley.capture;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** How the bytes of a device are cut into pieces when they are received again. What they mean must not depend on it. */
@FunctionalInterface
public interface Cuts {
    /**
     * The same bytes in the same order, in other pieces.
     *
     * @param pieces what came between two things that the client said
     */
    List<ByteBuffer> cut(List<ByteBuffer> pieces);

    /** As they were recorded. */
    static Cuts recorded() {
        return pieces -> pieces;
    }

    /** All at once. */
    static Cuts whole() {
        return every(Integer.MAX_VALUE);
    }

    /** So many bytes in each piece. */
    static Cuts every(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a piece has a byte at least");
        }
        return pieces -> new EqualPieces(joined(pieces), bytes);
    }

    /** Anywhere, from one byte to some thousands, the same for the same seed. */
    static Cuts random(long seed) {
        return pieces -> {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            return cut(joined(pieces), () -> 1 + random.nextInt(1 << random.nextInt(1, 13)));
        };
    }

    private static ByteBuffer joined(List<ByteBuffer> pieces) {
        ByteBuffer all = ByteBuffer.allocate(
                pieces.stream().mapToInt(ByteBuffer::remaining).sum());
        pieces.forEach(piece -> all.put(piece.duplicate()));
        return all.flip();
    }

    private static List<ByteBuffer> cut(ByteBuffer all, IntSupplier sizes) {
        List<ByteBuffer> cut = new ArrayList<>();
        while (all.hasRemaining()) {
            int size = Math.min(sizes.getAsInt(), all.remaining());
            cut.add(all.slice(all.position(), size));
            all.position(all.position() + size);
        }
        return cut;
    }
}
