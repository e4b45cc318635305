package dev.parley.operation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Counts a word in a stream of bytes, however it is cut. It looks at eight bytes at a time for a pair of bytes of the word
 * that is rare in what is searched, and only where that is for all of the word. The word must not overlap with itself.
 */
final class WordSearch {
    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final byte[] word;
    private final int pair;
    private final long eachFirst;
    private final long eachSecond;
    private final int enough;
    private final byte[] carried;
    private int carriedLength;
    private int count;

    /**
     * @param text the word, of two bytes at least
     * @param pair the offset in it of the two bytes that are rare
     * @param enough stops counting when it occurred so often
     */
    WordSearch(String text, int pair, int enough) {
        this.word = text.getBytes(StandardCharsets.UTF_8);
        this.pair = pair;
        this.eachFirst = EACH_BYTE * (word[pair] & 0xff);
        this.eachSecond = EACH_BYTE * (word[pair + 1] & 0xff);
        this.enough = enough;
        carried = new byte[2 * word.length];
    }

    /** How often it occurred so far. */
    int count() {
        return count;
    }

    /** Reads on; the buffer stays as it is. */
    void search(ByteBuffer in) {
        if (count >= enough) {
            return;
        }
        // across the seam: the last bytes of what came before, with the first of this
        int more = Math.min(word.length - 1, in.remaining());
        in.get(in.position(), carried, carriedLength, more);
        count(ByteBuffer.wrap(carried, 0, carriedLength + more));
        count(in);
        int keep = Math.min(word.length - 1, carriedLength + in.remaining());
        if (in.remaining() >= keep) {
            in.get(in.limit() - keep, carried, 0, keep);
        } else {
            System.arraycopy(carried, carriedLength + more - keep, carried, 0, keep);
        }
        carriedLength = keep;
    }

    private void count(ByteBuffer given) {
        ByteBuffer in = given.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int at = in.position();
        // in steps of seven bytes, so that no pair falls between two looks
        for (int last = in.limit() - Long.BYTES; at <= last; at += Long.BYTES - 1) {
            long eight = in.getLong(at);
            if (((zeros(eight ^ eachFirst) << Byte.SIZE) & zeros(eight ^ eachSecond)) != 0) {
                countAt(in, at, at + Long.BYTES - 1);
            }
        }
        countAt(in, at, in.limit());
    }

    /** Marks each byte that is zero; above one that is, the mark may also stand at others. */
    private static long zeros(long bytes) {
        return (bytes - EACH_BYTE) & ~bytes & HIGH_BITS;
    }

    /** Counts the words whose pair begins between these offsets. */
    private void countAt(ByteBuffer in, int from, int to) {
        int last = Math.min(to - 1 - pair, in.limit() - word.length);
        for (int at = Math.max(from - pair, in.position()); at <= last && count < enough; at++) {
            int i = 0;
            while (i < word.length && in.get(at + i) == word[i]) {
                i++;
            }
            if (i == word.length) {
                count++;
            }
        }
    }
}
