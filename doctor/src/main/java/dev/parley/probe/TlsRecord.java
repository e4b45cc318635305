package dev.parley.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A record of TLS.
 *
 * @param type what kind of content
 * @param version the version in its head
 * @param payload the content
 */
public record TlsRecord(int type, int version, Octets payload) {
    /** Keys change. */
    public static final int CHANGE_CIPHER_SPEC = 20;
    /** An alert. */
    public static final int ALERT = 21;
    /** A part of the handshake. */
    public static final int HANDSHAKE = 22;
    /** Data, or in TLS 1.3 anything that is encrypted. */
    public static final int DATA = 23;

    /** The most that a record may hold, with what encryption adds in TLS 1.2 (RFC 5246 section 6.2.3). */
    static final int MOST = (1 << 14) + 2048;

    private static final int HEAD = 5;

    /**
     * Reads the next one.
     *
     * @return empty at the end, between two records
     * @throws MalformedException if it is none
     * @throws EOFException if the end comes in the middle of it
     */
    static Optional<TlsRecord> read(InputStream in) throws IOException {
        byte[] head = in.readNBytes(HEAD);
        if (head.length == 0) {
            return Optional.empty();
        }
        if (head[0] < CHANGE_CIPHER_SPEC || head[0] > 24 || (head.length > 1 && head[1] != 3)) {
            throw new ForeignException(beginning(head, in));
        }
        if (head.length < HEAD) {
            throw new EOFException("the connection ended in the head of a record");
        }
        int length = (head[3] & 0xff) << 8 | (head[4] & 0xff);
        if (length > MOST) {
            throw new MalformedException("a record of " + length + " bytes, and " + MOST + " is the most");
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException(
                    "the connection ended after " + payload.length + " of " + length + " bytes of a record");
        }
        return Optional.of(new TlsRecord(head[0], (head[1] & 0xff) << 8 | (head[2] & 0xff), Octets.of(payload)));
    }

    /** With what else has come by now. */
    private static Octets beginning(byte[] head, InputStream in) throws IOException {
        byte[] more = in.readNBytes(Math.min(in.available(), Speech.ENOUGH));
        return new WireWriter().bytes(head).bytes(more).toOctets();
    }

    /** As it is sent. */
    Octets encoded() {
        return new WireWriter()
                .u8(type)
                .u16(version)
                .vector(2, out -> out.bytes(payload))
                .toOctets();
    }
}
