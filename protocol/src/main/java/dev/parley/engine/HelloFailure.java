package dev.parley.engine;

import dev.parley.error.Durations;
import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.error.RpcError;
import dev.parley.message.Reply;
import dev.parley.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Explains why a capability exchange failed, from what the peer sent in place of a hello. Devices say the reason in
 * comments, in an rpc-reply in front of the hello, or in another protocol altogether.
 */
final class HelloFailure {
    private static final int SHOWN = 200;
    private static final Pattern ERROR_MESSAGE = Pattern.compile("<(?:\\w+:)?error-message[^>]*>([^<]*)<");
    private static final Pattern COMMENT = Pattern.compile("<!--(.*?)-->", Pattern.DOTALL);

    private HelloFailure() {}

    /** The deadline passed. */
    static ProtocolException timeout(
            String peer, Duration elapsed, Duration sinceLastByte, long received, byte[] message, int length) {
        String text =
                "the capability exchange with " + peer + " was not complete after " + Durations.text(elapsed) + ": ";
        if (received == 0) {
            return new ProtocolException(
                    Reason.HELLO_TIMEOUT,
                    text + "not one byte of the server's hello arrived",
                    "the connection stands and our hello was sent; the device may not map the client's certificate or "
                            + "user to an account, may be out of sessions, or may not be a NETCONF server",
                    null);
        }
        boolean chunked = shown(message, length).contains("\n##");
        return new ProtocolException(
                Reason.HELLO_TIMEOUT,
                text + received + " of ? bytes of the server's hello arrived, the last " + Durations.text(sinceLastByte)
                        + " ago, " + (chunked ? "in chunked framing, which a hello never has" : "no end-of-message")
                        + "; the end of it: " + tail(message, length),
                "the device stopped in the middle of its hello, or sent no ]]>]]> behind it",
                null);
    }

    /** The peer closed. */
    static ProtocolException closed(
            String peer, String how, long received, byte[] message, int length, @Nullable Throwable cause) {
        String what = received == 0
                ? ", before one byte of the server's hello"
                : ", after " + received + " bytes of the server's hello: " + tail(message, length);
        return new ProtocolException(
                Reason.TRUNCATED,
                "the capability exchange with " + peer + " failed: " + how + what,
                received == 0
                        ? "a device does so when it cannot map the client's certificate or user to an account, or has "
                                + "no session left"
                        : null,
                cause);
    }

    /** An rpc-reply came in place of the hello. */
    static ProtocolException refusal(String peer, byte[] message, int length) {
        String errors;
        try {
            errors = Reply.parse(message, length, XmlLimits.DEFAULT, (deviation, detail) -> {}).errors().stream()
                    .map(RpcError::toString)
                    .collect(Collectors.joining("; "));
        } catch (ProtocolException e) {
            // glued to the hello, or in a prefix without namespace: the words are there all the same
            errors = errorMessage(shown(message, length));
        }
        return refused(peer, errors.isEmpty() ? tail(message, length) : errors);
    }

    /** What should be a hello is none. */
    static ProtocolException explain(String peer, byte[] message, int length, ProtocolException why) {
        if (why.reason() == Reason.SESSION_REFUSED) {
            return why;
        }
        String text = shown(message, length);
        if (text.contains("rpc-error")) {
            return refused(peer, errorMessage(text));
        }
        Matcher comment = COMMENT.matcher(text);
        String remark =
                comment.find() ? "; the device remarks: " + comment.group(1).strip() : "";
        String seen = why.reason() == Reason.MALFORMED_XML ? "; it begins with " + head(message, length) : "";
        return new ProtocolException(
                why.reason(),
                "no usable hello from " + peer + ": " + why.getMessage() + seen + remark,
                why.advice().or(() -> otherProtocol(text)).orElse(null),
                why);
    }

    /** What the peer seems to speak, going by its first bytes. */
    private static Optional<String> otherProtocol(String text) {
        String start = text.stripLeading();
        if (start.startsWith("SSH-")) {
            return Optional.of("it speaks SSH: NETCONF runs inside that on port 830");
        }
        if (start.startsWith("HTTP/")) {
            return Optional.of("it speaks HTTP: is this the port of RESTCONF or of a web interface?");
        }
        if (text.startsWith("\u0015\u0003") || text.startsWith("\u0016\u0003")) {
            return Optional.of("it speaks TLS: connect by TLS");
        }
        return text.startsWith("\n#")
                ? Optional.of("its hello is in chunked framing, which a hello never is (RFC 6242 section 4.1)")
                : Optional.empty();
    }

    private static ProtocolException refused(String peer, String errors) {
        return new ProtocolException(
                Reason.SESSION_REFUSED,
                peer + " refused the session with an error in place of its hello: " + errors,
                "look at the account's rights on the device",
                null);
    }

    private static String errorMessage(String text) {
        Matcher found = ERROR_MESSAGE.matcher(text);
        return found.find() ? found.group(1).strip() : "an rpc-error without error-message";
    }

    private static String shown(byte[] message, int length) {
        return new String(message, 0, Math.min(length, 65_536), StandardCharsets.UTF_8);
    }

    /** The last bytes, on one line, with what cannot be printed made visible. */
    private static String tail(byte[] message, int length) {
        int from = Math.max(0, length - SHOWN);
        String visible = visible(new String(message, from, length - from, StandardCharsets.UTF_8));
        return length == 0 ? "nothing" : "\"" + (from > 0 ? "…" : "") + visible + "\"";
    }

    /** The first bytes in the same way. */
    private static String head(byte[] message, int length) {
        String visible = visible(new String(message, 0, Math.min(length, SHOWN), StandardCharsets.UTF_8));
        return "\"" + visible + (length > SHOWN ? "…" : "") + "\"";
    }

    private static String visible(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            if (c == '\n') {
                shown.append("\\n");
            } else if (c < ' ' || c == 0x7f || (c >= 0x80 && c < 0xa0)) {
                shown.append(String.format("\\x%02x", c));
            } else {
                shown.append((char) c);
            }
        });
        return shown.toString();
    }
}
