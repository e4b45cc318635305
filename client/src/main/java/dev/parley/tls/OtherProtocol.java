package dev.parley.tls;

import dev.parley.error.OpenException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What a server speaks that does not speak TLS, recognised by how it begins. */
final class OtherProtocol {
    private static final int SHOWN = 60;

    private OtherProtocol() {}

    /** Whether this cannot be TLS: every record begins with its type, which is 20 to 24 (RFC 9846 section 5.1). */
    static boolean isNoRecord(byte[] received) {
        return received.length > 0 && (received[0] < 20 || received[0] > 24);
    }

    /** Says what it is, if it is something known, and shows how it begins. */
    static TlsFailure recognise(byte[] received) {
        String text = new String(received, StandardCharsets.ISO_8859_1);
        String start = text.strip();
        if (start.startsWith("SSH-")) {
            return failure("it speaks SSH: " + shown(text), "use ssh:// for this port; NETCONF over SSH has port 830");
        }
        if (start.startsWith("<hello") || start.startsWith("<?xml") || start.contains(":hello")) {
            return failure(
                    "it speaks NETCONF without TLS: " + shown(text),
                    "turn TLS on at the server (RFC 7589), or use the port that has it, 6513");
        }
        if (start.startsWith("HTTP/1.")) {
            return failure("it speaks HTTP: " + shown(text), "is this the port of RESTCONF or of a web interface?");
        }
        return failure(
                text.isEmpty() ? "what it sends is no TLS record" : "its first bytes are " + shown(text),
                "is this the right port? NETCONF over TLS has 6513");
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
