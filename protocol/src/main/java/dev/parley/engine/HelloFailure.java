package dev.parley.engine;

import dev.parley.error.Circumstance;
import dev.parley.error.Durations;
import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.error.RpcError;
import dev.parley.message.Excerpt;
import dev.parley.message.Reply;
import dev.parley.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Explains why a capability exchange failed, from what the peer sent in place of a hello. Devices say the reason in
 * comments, in an rpc-reply in front of the hello, or in another protocol altogether.
 */
final class HelloFailure {
    private static final int SEARCHED = 64 * 1024;

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
        boolean chunked = text(message, length).contains("\n##");
        return new ProtocolException(
                Reason.HELLO_TIMEOUT,
                chunked ? Circumstance.HELLO_IN_CHUNKS : null,
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
                        : otherProtocol(message, length)
                                .orElse("the device broke off in the middle of its hello; its log may say why"),
                cause);
    }

    /** An error came in place of the hello. */
    static ProtocolException refusal(String peer, byte[] message, int length) {
        String errors;
        try {
            errors = Reply.parse(message, length, XmlLimits.DEFAULT, (deviation, detail) -> {}).errors().stream()
                    .map(RpcError::toString)
                    .collect(Collectors.joining("; "));
        } catch (ProtocolException e) {
            // glued to the hello, or in a prefix without namespace: the words are there all the same
            errors = errorMessage(text(message, length));
        }
        return refused(peer, errors.isEmpty() ? tail(message, length) : errors);
    }

    /** A whole message that should be a hello is none. */
    static ProtocolException whole(String peer, byte[] message, int length, ProtocolException why) {
        String text = text(message, length);
        if (text.contains("rpc-error")) {
            return refused(peer, errorMessage(text));
        }
        return unusable(peer, why, between(text, "<!--", "-->"), message, length);
    }

    /**
     * What has come so far can be no hello. Nothing is said of what came with it by chance: the error is the same however
     * the bytes were cut.
     */
    static ProtocolException early(
            String peer, ProtocolException why, List<String> comments, byte[] message, int length) {
        return unusable(peer, why, comments.stream().findFirst(), message, length);
    }

    private static ProtocolException unusable(
            String peer, ProtocolException why, Optional<String> remark, byte[] message, int length) {
        boolean chunked = text(message, Math.min(length, 2)).equals("\n#");
        return new ProtocolException(
                why.reason(),
                chunked ? Circumstance.HELLO_IN_CHUNKS : null,
                "no usable hello from " + peer + ": " + why.getMessage()
                        + remark.map(r -> "; the device remarks: " + r).orElse(""),
                why.advice().or(() -> otherProtocol(message, length)).orElse(null),
                why);
    }

    /** What the peer seems to speak, going by its first bytes. */
    private static Optional<String> otherProtocol(byte[] message, int length) {
        String text = new String(message, 0, Math.min(length, 16), StandardCharsets.ISO_8859_1);
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
        int name = text.indexOf("error-message");
        return name < 0
                ? "an rpc-error without error-message"
                : between(text.substring(name), ">", "<").orElse("an rpc-error cut off in its error-message");
    }

    private static Optional<String> between(String text, String open, String close) {
        int from = text.indexOf(open);
        int to = from < 0 ? -1 : text.indexOf(close, from + open.length());
        return to < 0
                ? Optional.empty()
                : Optional.of(text.substring(from + open.length(), to).strip());
    }

    private static String text(byte[] message, int length) {
        return new String(message, 0, Math.min(length, SEARCHED), StandardCharsets.UTF_8);
    }

    private static String tail(byte[] message, int length) {
        return length == 0 ? "nothing" : Excerpt.tail(message, 0, length);
    }
}
