package dev.parley.simulator;

import dev.parley.error.ProtocolException;
import dev.parley.message.Namespaces;
import dev.parley.simulator.datastore.DataNode;
import dev.parley.xml.Prolog;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlReader;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * A message from the client, taken apart: its root, and for {@code rpc} the operation and what the reply must repeat.
 *
 * <p>The attributes are kept as the client wrote them, because the reply returns them unmodified, declarations included
 * (RFC 6241 section 4.2).
 */
final class Envelope {
    private final byte[] message;
    private final String name;
    private final String namespace;
    private final String prefix;
    private final String attributes;
    private final @Nullable String messageId;
    private final @Nullable DataNode content;

    private Envelope(
            byte[] message,
            XmlReader root,
            String prefix,
            String attributes,
            @Nullable String messageId,
            @Nullable DataNode content) {
        this.message = message;
        this.name = root.getLocalName();
        this.namespace = root.namespace();
        this.prefix = prefix;
        this.attributes = attributes;
        this.messageId = messageId;
        this.content = content;
    }

    /**
     * Reads a message.
     *
     * @throws ProtocolException if it is not well-formed, or beyond the limits
     */
    static Envelope parse(byte[] message) {
        XmlReader in = XmlReader.of(message, 0, Prolog.trimPadding(message, 0, message.length), XmlLimits.DEFAULT);
        in.nextTag();
        int from = Math.toIntExact(in.startOffset());
        int nameEnd = Xml.nameEnd(message, from + 1, message.length);
        String tag = text(message, from + 1, nameEnd);
        int colon = tag.indexOf(':');
        String attributes = text(message, nameEnd, tagEnd(message, nameEnd));
        String messageId = in.getAttributeValue(null, "message-id");
        Envelope envelope;
        if (in.isAt(Namespaces.BASE, "rpc") && in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            DataNode operation = DataNode.read(in);
            if (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
                throw ProtocolException.of(
                        ProtocolException.Reason.UNEXPECTED_MESSAGE, "an rpc holds more than one operation");
            }
            envelope = new Envelope(message, in, tag.substring(0, colon + 1), attributes, messageId, operation);
        } else {
            DataNode whole = in.getEventType() == XMLStreamConstants.START_ELEMENT ? DataNode.read(in) : null;
            envelope = new Envelope(message, in, tag.substring(0, colon + 1), attributes, messageId, whole);
        }
        in.finish();
        return envelope;
    }

    private static String text(byte[] message, int from, int to) {
        return new String(message, from, to - from, StandardCharsets.UTF_8);
    }

    /** The offset behind the attributes of a start tag that is known to be well-formed. */
    private static int tagEnd(byte[] message, int from) {
        int quote = 0;
        for (int at = from; at < message.length; at++) {
            byte b = message[at];
            if (quote != 0) {
                quote = b == quote ? 0 : quote;
            } else if (b == '"' || b == '\'') {
                quote = b;
            } else if (b == '>') {
                return message[at - 1] == '/' ? at - 1 : at;
            }
        }
        return from;
    }

    byte[] message() {
        return message;
    }

    boolean isRpc() {
        return name.equals("rpc") && namespace.equals(Namespaces.BASE);
    }

    boolean isHello() {
        return name.equals("hello") && namespace.equals(Namespaces.BASE);
    }

    String name() {
        return name;
    }

    /** The operation of an {@code rpc}; any other message as a whole; null for an {@code rpc} without content. */
    @Nullable
    DataNode content() {
        return content;
    }

    @Nullable
    String messageId() {
        return messageId;
    }

    /** The prefix of the protocol's elements with its colon, or empty. */
    String prefix() {
        return prefix;
    }

    /** The start tag of the reply. */
    String replyStart() {
        return "<" + prefix + "rpc-reply" + attributes + ">";
    }

    /** The same with another {@code message-id}, or none where the text is empty. */
    String replyStart(String otherId) {
        String attribute = otherId.isEmpty() ? "" : "message-id=\"" + otherId + "\"";
        String others = attributes.replaceFirst("message-id\\s*=\\s*(\"[^\"]*\"|'[^']*')", attribute);
        return "<" + prefix + "rpc-reply" + others + ">";
    }

    String replyEnd() {
        return "</" + prefix + "rpc-reply>";
    }
}
