package dev.parley.event;

import dev.parley.error.ProtocolException;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlReader;
import dev.parley.xml.XmlWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;

/**
 * Makes messages fit to be shown: what stands in elements whose name speaks of a secret, and the user part of URLs, is
 * replaced by {@code ***}. What cannot be parsed is not shown at all, because nothing in it can be told apart.
 */
public final class Redactor {
    private static final String HIDDEN = "***";
    private static final Pattern SECRET = Pattern.compile(
            "(^|.*-)(key|keys|psk|pin|hash|crypt)|.*(passw|passphrase|secret|community|token|credential|"
                    + "private-key|cleartext|key-string|pre-shared|shared-key|auth-key|priv-key).*");
    private static final Pattern URL_USER = Pattern.compile("(\\w://)[^/@\\s]*@");

    private Redactor() {}

    /** The message without its secrets. */
    public static String redact(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.duplicate().get(bytes);
        try {
            return redact(bytes);
        } catch (ProtocolException e) {
            return "(" + bytes.length + " bytes that are not well-formed XML, not shown)";
        }
    }

    private static String redact(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length);
        XmlReader in = XmlReader.of(bytes, 0, bytes.length, XmlLimits.DEFAULT);
        int secretFrom = Integer.MAX_VALUE;
        while (in.hasNext()) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (in.depth() < secretFrom && isSecret(in.getLocalName())) {
                        secretFrom = in.depth();
                    }
                    start(in, out, in.depth() > secretFrom);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    out.append("</")
                            .append(name(in.getPrefix(), in.getLocalName()))
                            .append('>');
                    if (in.depth() < secretFrom) {
                        secretFrom = Integer.MAX_VALUE;
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    boolean hidden = in.depth() >= secretFrom && !in.isWhiteSpace();
                    out.append(
                            hidden
                                    ? HIDDEN
                                    : escaped(URL_USER.matcher(in.getText()).replaceAll("$1" + HIDDEN + "@")));
                }
                default -> {
                    // comments may hold anything, so they are left out
                }
            }
        }
        return out.toString();
    }

    private static boolean isSecret(String name) {
        return SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    private static void start(XmlReader in, StringBuilder out, boolean hidden) {
        out.append('<').append(name(in.getPrefix(), in.getLocalName()));
        for (int i = 0; i < in.getNamespaceCount(); i++) {
            String prefix = in.getNamespacePrefix(i);
            String uri = in.getNamespaceURI(i);
            attribute(out, prefix == null || prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, uri == null ? "" : uri);
        }
        for (int i = 0; i < in.getAttributeCount(); i++) {
            String name = name(in.getAttributePrefix(i), in.getAttributeLocalName(i));
            attribute(out, name, hidden || isSecret(in.getAttributeLocalName(i)) ? HIDDEN : in.getAttributeValue(i));
        }
        out.append('>');
    }

    private static void attribute(StringBuilder out, String name, String value) {
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
