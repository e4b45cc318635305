package dev.parley.doctor.evidence;

import java.time.Duration;

/**
 * A TLS record as it was on the wire (RFC 9846 section 5.1).
 *
 * @param offset where it began, counted in bytes of its direction
 * @param type its content type: 20 change of keys, 21 alert, 22 handshake, 23 data
 * @param version the version in its header, which says little
 * @param length the bytes behind the header
 * @param at when its last byte had passed, counted from the beginning of the attempt
 */
public record TlsRecord(long offset, int type, int version, int length, Duration at) {
    /** The bytes in front of the content. */
    static final int HEADER = 5;

    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    /** Whether it holds data, or what TLS 1.3 disguises as data. */
    public boolean isData() {
        return type == APPLICATION_DATA;
    }

    /**
     * How many bytes of plain text a record of data holds. Padding counts as text: it cannot be told from outside.
     *
     * @param version the negotiated version, as JSSE names it
     * @param suite the negotiated cipher suite
     */
    public int plainLength(String version, String suite) {
        int tag = suite.contains("CCM_8") ? 8 : 16;
        if (version.equals("TLSv1.3")) {
            // the true type stands behind the text (RFC 9846 section 5.2)
            return length - tag - 1;
        }
        // AES-GCM carries eight bytes of its nonce (RFC 5288 section 3), ChaCha20-Poly1305 none (RFC 7905)
        return suite.contains("CHACHA20") ? length - tag : length - tag - 8;
    }
}
