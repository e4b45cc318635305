package dev.parley.xml;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks that bytes are UTF-8 as RFC 3629 defines it, in whatever pieces they come. Our own, because the parser decodes
 * overlong forms and surrogates into characters that were never written, and the JDK's decoder would copy every byte.
 */
final class Utf8 {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** How many bytes of the current character are still to come. */
    private int missing;

    /** What the next of them may be at the least and at the most. */
    private int least;

    private int most;

    /** The offset of the first byte that cannot stand there, or -1. */
    int firstInvalid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (missing == 0) {
                at = skipAscii(bytes, at, to);
                if (at == to) {
                    return -1;
                }
                if (!begins(bytes[at] & 0xff)) {
                    return at;
                }
            } else {
                int b = bytes[at] & 0xff;
                if (b < least || b > most) {
                    return at;
                }
                missing--;
                least = 0x80;
                most = 0xBF;
            }
            at++;
        }
        return -1;
    }

    private static int skipAscii(byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= Long.BYTES && ((long) EIGHT.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** Begins a character of more than one byte; the second byte's range keeps out what has a shorter form or none. */
    private boolean begins(int b) {
        missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        most = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
        return b >= 0xC2 && b <= 0xF4;
    }
}
