package dev.parley.xml;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * What may stand around a document that devices send: a declaration, and characters that the standard does not allow
 * there but that are harmless (white space before the declaration, a byte order mark, NUL bytes).
 */
public final class Prolog {
    private static final String DECLARATION = "<?xml";
    private static final int LONGEST_DECLARATION = 1024;

    private Prolog() {}

    /** Whether the byte is white space, NUL or part of a byte order mark: tolerated outside the root element. */
    public static boolean isPadding(byte b) {
        return b == ' '
                || b == '\n'
                || b == '\r'
                || b == '\t'
                || b == 0
                || b == (byte) 0xEF
                || b == (byte) 0xBB
                || b == (byte) 0xBF;
    }

    /** The offset of the first byte that is not padding, at most {@code to}. */
    public static int skipPadding(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && isPadding(bytes[at])) {
            at++;
        }
        return at;
    }

    /** The offset behind the last byte that is not padding, at least {@code from}. */
    public static int trimPadding(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isPadding(bytes[end - 1])) {
            end--;
        }
        return end;
    }

    /**
     * The offset behind padding, an XML declaration and more padding. The declaration's encoding is of no interest, because
     * NETCONF is UTF-8 (RFC 6241 section 3).
     */
    static int declarationEnd(byte[] bytes, int from, int to) {
        int at = skipPadding(bytes, from, to);
        if (!startsWithDeclaration(bytes, at, to)) {
            return at;
        }
        for (int i = at + 5; i + 1 < to; i++) {
            if (bytes[i] == '?' && bytes[i + 1] == '>') {
                return skipPadding(bytes, i + 2, to);
            }
        }
        return at;
    }

    /** What is left of a stream behind padding and an XML declaration, and how long those were. */
    record Skipped(InputStream rest, long length) {}

    /** Takes padding, an XML declaration and more padding off a stream. */
    static Skipped skip(InputStream in) throws IOException {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        long padding = skipPadding(in, taken);
        byte[] start = taken.toByteArray();
        while (mayBeDeclaration(start) && readOn(in, taken)) {
            start = taken.toByteArray();
        }
        int declaration = declarationEnd(start, 0, start.length);
        if (declaration > 0) {
            taken.reset();
            padding += declaration + skipPadding(in, taken);
            start = taken.toByteArray();
        }
        return new Skipped(new SequenceInputStream(new ByteArrayInputStream(start), in), padding);
    }

    /** Reads over padding, and one byte more, which is kept. */
    private static long skipPadding(InputStream in, ByteArrayOutputStream into) throws IOException {
        long skipped = 0;
        int b = in.read();
        while (b >= 0 && isPadding((byte) b)) {
            skipped++;
            b = in.read();
        }
        if (b >= 0) {
            into.write(b);
        }
        return skipped;
    }

    private static boolean readOn(InputStream in, ByteArrayOutputStream into) throws IOException {
        int b = in.read();
        if (b >= 0) {
            into.write(b);
        }
        return b >= 0;
    }

    /** Whether more bytes are needed to tell the declaration's end. */
    private static boolean mayBeDeclaration(byte[] start) {
        int length = Math.min(start.length, DECLARATION.length());
        for (int i = 0; i < length; i++) {
            if (start[i] != DECLARATION.charAt(i)) {
                return false;
            }
        }
        int last = start.length - 1;
        return start.length < LONGEST_DECLARATION && (last < 1 || start[last - 1] != '?' || start[last] != '>');
    }

    private static boolean startsWithDeclaration(byte[] bytes, int at, int to) {
        return to - at > 5
                && bytes[at] == '<'
                && bytes[at + 1] == '?'
                && bytes[at + 2] == 'x'
                && bytes[at + 3] == 'm'
                && bytes[at + 4] == 'l'
                && (bytes[at + 5] == ' ' || bytes[at + 5] == '\t' || bytes[at + 5] == '\r' || bytes[at + 5] == '\n');
    }
}
