package dev.parley.ssh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The first bytes that a peer says: SSH begins with lines of text (RFC 4253 section 4.2), and others are known by theirs. */
final class FirstWords {
    /** What a browser says to a device that it takes for a server; devices that call are taken for that. */
    private static final Pattern HTTP_REQUEST = Pattern.compile("[A-Z]{3,7} \\S+ HTTP/");

    private static final int MOST = 64;
    private static final int ESCAPE = 0x1b;
    private static final int TLS_ALERT = 21;
    private static final int TLS_HANDSHAKE = 22;

    private final byte[] first = new byte[MOST];
    private int length;

    /** Looks at what arrived, without taking it. */
    void hear(ByteBuffer bytes) {
        int more = Math.min(MOST - length, bytes.remaining());
        if (more > 0) {
            bytes.get(bytes.position(), first, length, more);
            length += more;
        }
    }

    boolean isSilent() {
        return length == 0;
    }

    /** What it is, in words, if it is certainly no SSH. */
    @Nullable
    String foreign() {
        if (length >= 3 && (first[0] == TLS_ALERT || first[0] == TLS_HANDSHAKE) && first[1] == 3) {
            return "the peer speaks TLS, not SSH";
        }
        String text = new String(first, 0, length, StandardCharsets.ISO_8859_1);
        if (text.startsWith("HTTP/") || HTTP_REQUEST.matcher(text).lookingAt()) {
            return "the peer speaks HTTP, not SSH";
        }
        if (text.startsWith("<") || text.startsWith("\uFEFF<")) {
            return "the peer sends XML in clear text, not SSH";
        }
        if (length > 0 && (first[0] & 0xff) == 0xff) {
            return "the peer speaks Telnet, not SSH";
        }
        int version = text.indexOf("SSH-");
        String before = version < 0 ? text : text.substring(0, version);
        return before.chars().allMatch(FirstWords::isText)
                ? null
                : "the peer speaks another protocol than SSH: it begins with " + hex();
    }

    private static boolean isText(int c) {
        return c >= ' ' || c == '\r' || c == '\n' || c == '\t' || c == ESCAPE;
    }

    private String hex() {
        return HexFormat.ofDelimiter(" ").formatHex(first, 0, Math.min(length, 8));
    }
}
