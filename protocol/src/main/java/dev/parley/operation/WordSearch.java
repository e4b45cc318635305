package dev.parley.operation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Counts words in a stream of bytes, however it is cut. At every fourth byte it asks a table whether three bytes of a word
 * may stand there; a word of six bytes or more cannot hide between two such looks. Only where the table says yes are the
 * words themselves compared. No library searches bytes as they stream by for several words at this speed.
 */
final class WordSearch {
    /** The shortest word: three bytes at every fourth place are then always in it. */
    private static final int SHORTEST = 6;

    private static final int STRIDE = 4;
    private static final int THREE_BYTES = 0xff_ffff;
    private static final int SPREAD = 0x9E37_79B1;
    private static final int TABLE_BITS = 12;

    private final byte[][] words;
    private final int[] counts;
    private final int[] enough;
    private final byte[] table = new byte[1 << TABLE_BITS];
    private final byte[] seam;
    private int carried;
    private boolean done;

    /**
     * A word to look for.
     *
     * @param text of six bytes or more
     * @param enough when it occurred so often, nothing further is looked for
     */
    record Word(String text, int enough) {}

    WordSearch(Word... wanted) {
        words = new byte[wanted.length][];
        counts = new int[wanted.length];
        enough = new int[wanted.length];
        int longest = 0;
        for (int i = 0; i < wanted.length; i++) {
            byte[] word = wanted[i].text().getBytes(StandardCharsets.UTF_8);
            if (word.length < SHORTEST) {
                throw new IllegalArgumentException("too short to be looked for: " + wanted[i].text());
            }
            words[i] = word;
            enough[i] = wanted[i].enough();
            longest = Math.max(longest, word.length);
            for (int at = 0; at < STRIDE; at++) {
                table[slot((word[at] & 0xff) | (word[at + 1] & 0xff) << 8 | (word[at + 2] & 0xff) << 16)] = 1;
            }
        }
        seam = new byte[2 * longest];
    }

    /** How often a word occurred so far: at most as often as is enough. */
    int count(int word) {
        return counts[word];
    }

    private static int slot(int threeBytes) {
        return threeBytes * SPREAD >>> (Integer.SIZE - TABLE_BITS);
    }

    /** Reads on; the buffer stays as it is. */
    void search(ByteBuffer in) {
        if (done) {
            return;
        }
        int longest = seam.length / 2;
        int more = Math.min(longest - 1, in.remaining());
        in.get(in.position(), seam, carried, more);
        ByteBuffer across = ByteBuffer.wrap(seam, 0, carried + more);
        for (int i = 0; i < words.length; i++) {
            // those that begin before the seam and end behind it
            countFrom(i, across, Math.max(0, carried - words[i].length + 1), carried);
        }
        count(in.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        int keep = Math.min(longest - 1, carried + in.remaining());
        if (in.remaining() >= keep) {
            in.get(in.limit() - keep, seam, 0, keep);
        } else {
            System.arraycopy(seam, carried + more - keep, seam, 0, keep);
        }
        carried = keep;
    }

    private void count(ByteBuffer in) {
        int first = in.position();
        int at = first;
        // four times eight bytes for one decision
        for (int last = in.limit() - 4 * Long.BYTES; at <= last; at += 4 * Long.BYTES) {
            int maybe = look(in.getLong(at))
                    | look(in.getLong(at + Long.BYTES))
                    | look(in.getLong(at + 2 * Long.BYTES))
                    | look(in.getLong(at + 3 * Long.BYTES));
            if (maybe != 0) {
                countFrom(in, Math.max(first, at - STRIDE + 1), at + 4 * Long.BYTES - STRIDE + 1);
            }
        }
        countFrom(in, Math.max(first, at - STRIDE + 1), in.limit());
    }

    /** Whether three bytes of a word may stand at the first or the fifth of eight bytes. */
    private int look(long eight) {
        return table[slot((int) eight & THREE_BYTES)] | table[slot((int) (eight >>> Integer.SIZE) & THREE_BYTES)];
    }

    /** Counts the words that begin between these offsets. */
    private void countFrom(ByteBuffer in, int from, int to) {
        for (int i = 0; i < words.length; i++) {
            countFrom(i, in, from, to);
        }
    }

    private void countFrom(int index, ByteBuffer in, int from, int to) {
        byte[] word = words[index];
        int end = Math.min(to, in.limit() - word.length + 1);
        for (int at = from; at < end && !done; at++) {
            if (in.get(at) == word[0] && stands(word, in, at)) {
                done = ++counts[index] >= enough[index];
            }
        }
    }

    private static boolean stands(byte[] word, ByteBuffer in, int at) {
        for (int i = 1; i < word.length; i++) {
            if (in.get(at + i) != word[i]) {
                return false;
            }
        }
        return true;
    }
}
