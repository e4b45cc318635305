package dev.parley.tls;

import dev.parley.error.OpenException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What a server speaks that does not speak TLS, recognised by how it begins. */
final class OtherProtocol {
    private static final int SHOWN = 60;
    /** So much of a protocol's first word is enough to know it by: five bytes are looked at, space among them. */
    private static final int TELLING = 3;

    private OtherProtocol() {}

    /** Whether this cannot be TLS: every record begins with its type, which is 20 to 24 (RFC 9846 section 5.1). */
    static boolean isNoRecord(byte[] received) {
        return received.length > 0 && (received[0] < 20 || received[0] > 24);
    }

    /** Whether this is how TLS begins: a record's type, and the first half of its version, which never changed. */
    static boolean isRecord(byte[] received) {
        return received.length > 1 && !isNoRecord(received) && received[1] == 3;
    }

    /** Says what it is, if it is something known, and shows how it begins. */
    static TlsFailure recognise(byte[] received) {
        String text = new String(received, StandardCharsets.ISO_8859_1);
        String start = text.strip();
        if (begins(start, "SSH-")) {
            return failure(
                    "it speaks SSH: " + shown(text),
                    "NETCONF over TLS has a port of its own, 6513; over SSH it has 830");
        }
        if (begins(start, "<hello") || begins(start, "<?xml") || start.contains(":hello")) {
            return failure(
                    "it speaks NETCONF without TLS: " + shown(text),
                    "turn TLS on at the server (RFC 7589), or use the port that has it, 6513");
        }
        if (begins(start, "HTTP/1.")) {
            return failure("it speaks HTTP: " + shown(text), "is this the port of RESTCONF or of a web interface?");
        }
        return failure("its first bytes are " + shown(text), "is this the right port? NETCONF over TLS has 6513");
    }

    /** Whether this is that word with what follows it, or as much of the word as has come by now. */
    private static boolean begins(String start, String word) {
        return start.startsWith(word) || (start.length() >= TELLING && word.startsWith(start));
    }

    private static TlsFailure failure(String detail, String advice) {
        return new TlsFailure(Reason.NOT_TLS, "the server does not speak TLS on this port; " + detail, advice, null);
    }

    /** Text in quotation marks with everything unprintable escaped, or hexadecimal if much of it is no text. */
    private static String shown(String latin1) {
        String start = latin1.substring(0, Math.min(SHOWN, latin1.length()));
        String more = latin1.length() > SHOWN ? "…" : "";
        long printable = start.chars()
                .filter(c -> (c >= ' ' && c < 0x7F) || c == '\r' || c == '\n' || c == '\t')
                .count();
        if (printable * 4 < start.length() * 3L) {
            return HexFormat.ofDelimiter(" ").formatHex(start.getBytes(StandardCharsets.ISO_8859_1)) + more;
        }
        StringBuilder quoted = new StringBuilder("\"");
        start.chars().forEach(c -> quoted.append(escaped(c)));
        return quoted.append('"').append(more).toString();
    }

    private static String escaped(int c) {
        return switch (c) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default -> c >= ' ' && c < 0x7F ? String.valueOf((char) c) : "\\x%02x".formatted(c);
        };
    }
}
