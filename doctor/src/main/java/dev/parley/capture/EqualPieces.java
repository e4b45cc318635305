package dev.parley.capture;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** Pieces of the same size but for the last, made when they are asked for: a recording has millions of single bytes. */
final class EqualPieces extends AbstractList<ByteBuffer> implements RandomAccess {
    private final ByteBuffer all;
    private final int size;

    EqualPieces(ByteBuffer all, int size) {
        this.all = all;
        this.size = size;
    }

    @Override
    public ByteBuffer get(int index) {
        int from = Math.multiplyExact(Objects.checkIndex(index, size()), size);
        return all.slice(from, Math.min(size, all.limit() - from));
    }

    @Override
    public int size() {
        return Math.toIntExact((all.limit() + (long) size - 1) / size);
    }
}
