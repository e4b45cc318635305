package dev.parley.message;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlReader;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * The start tag of a message's root.
 *
 * @param name its local name
 * @param namespace its namespace, empty for none
 * @param messageId its {@code message-id}, or null
 * @param hasAttributes whether it has attributes, declarations aside
 */
record RootTag(String name, String namespace, @Nullable String messageId, boolean hasAttributes) {
    private static final String MESSAGE_ID = "message-id";
    private static final String REPLY = "rpc-reply";

    /**
     * Takes a start tag apart.
     *
     * @param bytes holds it
     * @param from the offset of its {@code <}
     * @param to the offset behind its {@code >}
     */
    static RootTag of(byte[] bytes, int from, int to) {
        RootTag plain = plain(bytes, from, to);
        return plain != null ? plain : parsed(bytes, from, to);
    }

    /**
     * The tag in the form that nearly every device sends: ASCII, no references in it, nothing out of order. Null for any
     * other, which is for the parser to judge. It saves the making of a parser for each message.
     */
    private static @Nullable RootTag plain(byte[] bytes, int from, int to) {
        int at = from + 1;
        int end = bytes[to - 2] == '/' ? to - 2 : to - 1;
        int nameEnd = nameEnd(bytes, at, end);
        int colon = indexOf(bytes, ':', at, nameEnd);
        if (nameEnd == at || colon == at || colon == nameEnd - 1) {
            return null;
        }
        String declaration = colon < 0 ? "xmlns" : "xmlns:" + ascii(bytes, at, colon);
        String name = ascii(bytes, colon < 0 ? at : colon + 1, nameEnd);
        String namespace = colon < 0 ? "" : null;
        String messageId = null;
        boolean hasAttributes = false;
        at = nameEnd;
        while (true) {
            int start = skipSpace(bytes, at, end);
            if (start == end) {
                return namespace == null ? null : new RootTag(name, namespace, messageId, hasAttributes);
            }
            int equals = nameEnd(bytes, start, end);
            if (start == at || equals == start || equals + 2 >= end || bytes[equals] != '=') {
                return null;
            }
            byte quote = bytes[equals + 1];
            int close = quote == '"' || quote == '\'' ? indexOf(bytes, quote, equals + 2, end) : -1;
            if (close < 0 || !isPlain(bytes, equals + 2, close)) {
                return null;
            }
            boolean declares = startsWith(bytes, start, equals, "xmlns");
            if (!declares && indexOf(bytes, ':', start, equals) >= 0) {
                return null;
            }
            if (is(bytes, start, equals, declaration)) {
                namespace = ascii(bytes, equals + 2, close);
            } else if (is(bytes, start, equals, MESSAGE_ID)) {
                if (messageId != null) {
                    return null;
                }
                messageId = ascii(bytes, equals + 2, close);
            }
            hasAttributes |= !declares;
            at = close + 1;
        }
    }

    /** Names of letters, digits and what may stand between them; anything else ends it. */
    private static int nameEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end
                && ((bytes[at] >= 'a' && bytes[at] <= 'z')
                        || (bytes[at] >= 'A' && bytes[at] <= 'Z')
                        || bytes[at] == ':'
                        || bytes[at] == '_'
                        || (at > from
                                && ((bytes[at] >= '0' && bytes[at] <= '9') || bytes[at] == '-' || bytes[at] == '.')))) {
            at++;
        }
        return at;
    }

    private static int skipSpace(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static int indexOf(byte[] bytes, int wanted, int from, int end) {
        for (int at = from; at < end; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isPlain(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            // a negative byte is not ASCII, and is refused too
            if (bytes[at] < ' ' || bytes[at] == '&' || bytes[at] == '<') {
                return false;
            }
        }
        return true;
    }

    private static boolean is(byte[] bytes, int from, int to, String word) {
        return to - from == word.length() && startsWith(bytes, from, to, word);
    }

    private static boolean startsWith(byte[] bytes, int from, int to, String word) {
        if (to - from < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The text; one of the few that nearly always come is not made anew. */
    private static String ascii(byte[] bytes, int from, int to) {
        if (is(bytes, from, to, Namespaces.BASE)) {
            return Namespaces.BASE;
        }
        if (is(bytes, from, to, REPLY)) {
            return REPLY;
        }
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The tag as the XML reader reads it: it knows every rule that a valid one has to keep. */
    private static RootTag parsed(byte[] bytes, int from, int to) {
        boolean empty = bytes[to - 2] == '/';
        byte[] tag = new byte[to - from + (empty ? 0 : 1)];
        System.arraycopy(bytes, from, tag, 0, to - from);
        if (!empty) {
            tag[tag.length - 2] = '/';
            tag[tag.length - 1] = '>';
        }
        XmlReader in = XmlReader.of(tag, 0, tag.length, XmlLimits.DEFAULT);
        if (in.next() != XMLStreamConstants.START_ELEMENT) {
            throw ProtocolException.of(Reason.MALFORMED_XML, "a message that does not begin with an element");
        }
        String messageId = null;
        for (int i = 0; i < in.getAttributeCount(); i++) {
            if (in.getAttributeLocalName(i).equals(MESSAGE_ID)) {
                messageId = in.getAttributeValue(i);
            }
        }
        RootTag root = new RootTag(in.getLocalName(), in.namespace(), messageId, in.getAttributeCount() > 0);
        in.close();
        return root;
    }
}
