package dev.parley.event;

import dev.parley.error.ProtocolException;
import dev.parley.error.Secrets;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlReader;
import dev.parley.xml.XmlWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;

/**
 * Makes messages fit to be shown: whatever stands in elements and attributes whose name speaks of a secret is replaced by
 * {@code ***}, and so is what stands behind such a name in other texts, as where a device takes lines of its command
 * line in XML. What cannot be parsed is not shown at all, because nothing in it can be told apart. Comments may hold
 * anything, so they are left out.
 */
public final class Redactor {
    private static final String BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private static final int NOWHERE = Integer.MAX_VALUE;

    /** Elements and attributes that name what another holds, and those that hold it: {@code <name>…<value>…}. */
    private static final Set<String> NAMING = Set.of("name", "key", "id", "attribute", "parameter");

    private static final Set<String> VALUES = Set.of("value", "val", "text", "string", "data", "content");

    private final XmlReader in;
    private final StringBuilder out;
    /** What was read since the last tag, in however many pieces it stands in the message. */
    private final StringBuilder text = new StringBuilder();
    /** How deep the outermost secret element is, if there is one around here. */
    private int secretFrom = NOWHERE;
    /** How deep the elements are of which one has named a secret, so that the next holds it. */
    private int namedAt = NOWHERE;
    /** Where the start tag ends that nothing has followed yet. */
    private int tagEnd;

    private Redactor(XmlReader in, int length) {
        this.in = in;
        this.out = new StringBuilder(length);
    }

    /** The message without its secrets. */
    public static String redact(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.duplicate().get(bytes);
        try {
            return new Redactor(XmlReader.of(bytes, 0, bytes.length, XmlLimits.DEFAULT), bytes.length).redacted();
        } catch (ProtocolException e) {
            return "(" + bytes.length + " bytes, not shown because they cannot be parsed: " + e.reason() + ")";
        }
    }

    private String redacted() {
        while (in.hasNext()) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    endOfText(in.depth() - 1);
                    start();
                }
                case XMLStreamConstants.END_ELEMENT -> end();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(in.getText());
                default -> {
                    // comments and instructions
                }
            }
        }
        return out.toString();
    }

    private void start() {
        String name = in.getLocalName();
        boolean holdsWhatWasNamed = in.depth() == namedAt && VALUES.contains(name);
        if (in.depth() < secretFrom && (Secrets.isNamed(name) || holdsWhatWasNamed || namesSecretItself())) {
            secretFrom = in.depth();
        }
        out.append('<').append(name(in.getPrefix(), name));
        for (int i = 0; i < in.getNamespaceCount(); i++) {
            String prefix = in.getNamespacePrefix(i);
            String uri = in.getNamespaceURI(i);
            attribute(prefix == null || prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, uri == null ? "" : uri);
        }
        for (int i = 0; i < in.getAttributeCount(); i++) {
            attribute(name(in.getAttributePrefix(i), in.getAttributeLocalName(i)), shownAttribute(i));
        }
        out.append('>');
        tagEnd = out.length();
    }

    /** Whether an attribute says that the element is a secret: {@code <leaf name="password" value="…"/>}. */
    private boolean namesSecretItself() {
        for (int i = 0; i < in.getAttributeCount(); i++) {
            if (NAMING.contains(in.getAttributeLocalName(i)) && isNameOfSecret(in.getAttributeValue(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNameOfSecret(String text) {
        String name = text.strip();
        return name.chars().noneMatch(Character::isWhitespace) && Secrets.isNamed(name);
    }

    private String shownAttribute(int i) {
        String value = in.getAttributeValue(i);
        if (BASE.equals(in.getAttributeNamespace(i))) {
            return value;
        }
        boolean naming = NAMING.contains(in.getAttributeLocalName(i)) && isNameOfSecret(value);
        boolean secret = in.depth() >= secretFrom && !naming;
        return secret || Secrets.isNamed(in.getAttributeLocalName(i)) ? Secrets.HIDDEN : Secrets.hiddenIn(value);
    }

    private void end() {
        int depth = in.depth() + 1;
        if (NAMING.contains(in.getLocalName()) && isNameOfSecret(text.toString())) {
            namedAt = depth;
        } else if (depth < namedAt) {
            namedAt = NOWHERE;
        }
        endOfText(depth);
        if (out.length() == tagEnd) {
            out.insert(tagEnd - 1, '/');
        } else {
            out.append("</").append(name(in.getPrefix(), in.getLocalName())).append('>');
        }
        if (in.depth() < secretFrom) {
            secretFrom = NOWHERE;
        }
    }

    /** Shows what stood before a tag, in an element that deep. */
    private void endOfText(int depth) {
        if (depth >= secretFrom && !text.toString().isBlank()) {
            out.append(Secrets.HIDDEN);
        } else {
            out.append(escaped(Secrets.hiddenIn(text.toString())));
        }
        text.setLength(0);
    }

    private void attribute(String name, String value) {
        byte[] written =
                new XmlWriter(64).start("", "x").attribute(name, value).end().toBytes();
        out.append(new String(written, 2, written.length - 4, StandardCharsets.UTF_8));
    }

    private static String name(String prefix, String localName) {
        return prefix == null || prefix.isEmpty() ? localName : prefix + ":" + localName;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
