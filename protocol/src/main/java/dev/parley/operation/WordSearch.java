package dev.parley.operation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Counts a word in a stream of bytes, however it is cut, mostly looking at one byte in as many as the word has. The word
 * must not overlap with itself.
 */
final class WordSearch {
    private final byte[] word;
    private final int enough;
    private final int[] skip = new int[256];
    private final byte[] carried;
    private int carriedLength;
    private int count;

    /** A search that stops counting when there is enough. */
    WordSearch(String text, int enough) {
        this.word = text.getBytes(StandardCharsets.UTF_8);
        this.enough = enough;
        carried = new byte[2 * word.length];
        Arrays.fill(skip, word.length);
        for (int i = 0; i < word.length - 1; i++) {
            skip[word[i] & 0xff] = word.length - 1 - i;
        }
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

    private void count(ByteBuffer in) {
        int last = word.length - 1;
        int limit = in.limit();
        for (int at = in.position() + last; at < limit; at += skip[in.get(at) & 0xff]) {
            int i = 0;
            while (i <= last && in.get(at - i) == word[last - i]) {
                i++;
            }
            if (i > last && ++count >= enough) {
                return;
            }
        }
    }
}
