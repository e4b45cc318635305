package dev.parley.xml;

/**
 * What may stand around a document that devices send: a declaration, and characters that the standard does not allow
 * there but that are harmless (white space before the declaration, a byte order mark, NUL bytes).
 */
public final class Prolog {
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
     * The offset behind padding and an XML declaration, or {@code from} where there is no declaration. The declaration's
     * encoding is of no interest, because NETCONF is UTF-8 (RFC 6241 section 3).
     */
    static int declarationEnd(byte[] bytes, int from, int to) {
        int at = skipPadding(bytes, from, to);
        if (!startsWithDeclaration(bytes, at, to)) {
            return at;
        }
        for (int i = at + 5; i + 1 < to; i++) {
            if (bytes[i] == '?' && bytes[i + 1] == '>') {
                return i + 2;
            }
        }
        return at;
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
