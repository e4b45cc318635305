package dev.parley.xml;

import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/**
 * The bytes of a document on their way into the parser. It stops what the parser itself would not: bytes that are not
 * UTF-8, and a tag without end, whose thousands of names would cost the parser time that grows with their square.
 */
final class XmlSource extends InputStream {
    /** No tag is longer: a thousand declarations have room in it. */
    static final int LONGEST_TAG = 64 * 1024;

    /**
     * What the parser reads first, so that it does not guess the encoding from the first bytes of the document, or take a
     * second XML declaration for the first.
     */
    static final String LEAD = "    ";

    private static final int UNKNOWN = -1;

    private final InputStream in;
    private final Utf8 utf8 = new Utf8();
    private LongSupplier parsersToken = () -> 0;
    private long delivered;

    /** The bytes that the parser has just used up, and the one in front of them. */
    private byte[] block = {};

    private int blockFrom;
    private int blockLength;
    private int beforeBlock = UNKNOWN;

    /** The offset of the tag that the parser is in the middle of, or -1. */
    private long tag = -1;

    private long invalidAt = -1;
    private boolean tagTooLong;

    XmlSource(InputStream in) {
        this.in = new SequenceInputStream(new ByteArrayInputStream(LEAD.getBytes(StandardCharsets.US_ASCII)), in);
    }

    /** Tells where the parser's current token begins, counted from the first byte read here. */
    void watch(LongSupplier token) {
        parsersToken = token;
    }

    /** The offset of the first byte that is not UTF-8, or -1. */
    long invalidAt() {
        return invalidAt;
    }

    /** Whether reading ended because of a tag that is too long. */
    boolean isTagTooLong() {
        return tagTooLong;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        // the parser asks for more in the middle of a token, and the bytes before are still in its buffer
        long token = parsersToken.getAsLong();
        if (isTagAt(token)) {
            tag = token;
        }
        if (tag == token && delivered - token > LONGEST_TAG) {
            tagTooLong = true;
            throw new IOException("a tag without end");
        }
        int last = blockLength == 0 ? UNKNOWN : block[blockFrom + blockLength - 1];
        int count = in.read(into, offset, length);
        if (count <= 0) {
            return count;
        }
        int invalid = utf8.firstInvalid(into, offset, offset + count);
        if (invalid >= 0) {
            invalidAt = delivered + invalid - offset;
            throw new CharConversionException("not UTF-8");
        }
        beforeBlock = last;
        block = into;
        blockFrom = offset;
        blockLength = count;
        delivered += count;
        return count;
    }

    private boolean isTagAt(long token) {
        int next = byteAt(token + 1);
        return byteAt(token) == '<' && next != UNKNOWN && next != '!' && next != '?';
    }

    private int byteAt(long offset) {
        long inBlock = offset - (delivered - blockLength);
        if (inBlock == -1) {
            return beforeBlock;
        }
        return inBlock >= 0 && inBlock < blockLength ? block[blockFrom + (int) inBlock] & 0xff : UNKNOWN;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
}
