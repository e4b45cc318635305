package dev.parley.simulator;

import dev.parley.error.RpcError;
import dev.parley.framing.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes replies in the words of the request: with its prefix and its attributes (RFC 6241 sections 4.2 to 4.4). */
final class ReplyWriter {
    /** Larger content is not copied into the frame. */
    private static final int COPIED = 32 * 1024;

    private static final byte[] NONE = new byte[0];

    private ReplyWriter() {}

    /** A message in its frame; the content stands between head and tail and is shared, not copied, if it is large. */
    static Outgoing.Source frame(
            ByteBufAllocator allocator, Framing framing, byte[] head, byte[] content, byte[] tail) {
        int size = head.length + content.length + tail.length;
        byte[] before = framing == Framing.CHUNKED ? ascii("\n#" + size + "\n") : NONE;
        byte[] after = ascii(framing == Framing.CHUNKED ? "\n##\n" : "]]>]]>");
        if (content.length <= COPIED) {
            ByteBuf whole = allocator.buffer(before.length + size + after.length);
            whole.writeBytes(before)
                    .writeBytes(head)
                    .writeBytes(content)
                    .writeBytes(tail)
                    .writeBytes(after);
            return Outgoing.parts(List.of(whole));
        }
        ByteBuf first = allocator.buffer(before.length + head.length);
        first.writeBytes(before).writeBytes(head);
        ByteBuf last = allocator.buffer(tail.length + after.length);
        last.writeBytes(tail).writeBytes(after);
        return Outgoing.parts(List.of(first, Unpooled.wrappedBuffer(content), last));
    }

    /** A message in its frame. */
    static Outgoing.Source frame(ByteBufAllocator allocator, Framing framing, byte[] message) {
        return frame(allocator, framing, NONE, message, NONE);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The text as it stands in an element. */
    static byte[] text(String text) {
        StringBuilder out = new StringBuilder(text.length() + text.length() / 8);
        escape(text, out);
        return utf8(out.toString());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The elements {@code rpc-error}, each with the prefix given. */
    static String errors(List<RpcError> errors, String prefix) {
        StringBuilder out = new StringBuilder(256);
        errors.forEach(error -> error(error, prefix, out));
        return out.toString();
    }

    private static void error(RpcError error, String p, StringBuilder out) {
        out.append('<').append(p).append("rpc-error>");
        if (error.type() != null) {
            leaf(p, "error-type", error.type().wireName(), out);
        }
        if (!error.tag().isEmpty()) {
            leaf(p, "error-tag", error.tag(), out);
        }
        leaf(p, "error-severity", error.isWarning() ? "warning" : "error", out);
        if (error.appTag() != null) {
            leaf(p, "error-app-tag", error.appTag(), out);
        }
        if (error.path() != null) {
            out.append('<').append(p).append("error-path");
            error.pathNamespaces().forEach((prefix, uri) -> attribute("xmlns:" + prefix, uri, out));
            out.append('>');
            escape(error.path(), out);
            out.append("</").append(p).append("error-path>");
        }
        if (error.message() != null) {
            out.append('<').append(p).append("error-message");
            if (error.messageLanguage() != null) {
                attribute("xml:lang", error.messageLanguage(), out);
            }
            out.append('>');
            escape(error.message(), out);
            out.append("</").append(p).append("error-message>");
        }
        if (!error.info().isEmpty()) {
            out.append('<').append(p).append("error-info>");
            error.info().forEach(info -> info(info, out));
            out.append("</").append(p).append("error-info>");
        }
        out.append("</").append(p).append("rpc-error>");
    }

    private static void info(RpcError.Info info, StringBuilder out) {
        out.append('<').append(info.name());
        attribute("xmlns", info.namespace(), out);
        out.append('>');
        escape(info.text(), out);
        out.append("</").append(info.name()).append('>');
    }

    private static void leaf(String prefix, String name, String text, StringBuilder out) {
        out.append('<').append(prefix).append(name).append('>');
        escape(text, out);
        out.append("</").append(prefix).append(name).append('>');
    }

    private static void attribute(String name, String value, StringBuilder out) {
        out.append(' ').append(name).append("=\"");
        escape(value, out);
        out.append('"');
    }

    /** The text as it stands between tags. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        escape(text, out);
        return out.toString();
    }

    /** {@code >} too, so that nothing can spell the end of the message. */
    private static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }

    /** A reply to a message that could not be read, and so with nothing of it (RFC 6241 section 4.3). */
    static Outgoing.Source unaddressed(ByteBufAllocator allocator, Framing framing, RpcError error) {
        String reply = "<rpc-reply xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\">" + errors(List.of(error), "")
                + "</rpc-reply>";
        return frame(allocator, framing, utf8(reply));
    }
}
