package dev.parley.xml;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Where a parser's bytes come from, so that an error can name the place as the reader of the document sees it.
 */
final class XmlOrigin {
    private static final int LONGEST_TEXT = 300;
    private static final String ENTITY = "General entity reference (";
    private static final String OPEN = "Unexpected end tag: expected ";

    private final XmlSource source;
    private final byte @Nullable [] bytes;
    private final int from;
    private final int begin;
    private final int to;
    private final long shift;

    private XmlOrigin(XmlSource source, byte @Nullable [] bytes, int from, int begin, int to, long shift) {
        this.source = source;
        this.bytes = bytes;
        this.from = from;
        this.begin = begin;
        this.to = to;
        this.shift = shift - XmlSource.LEAD.length();
    }

    /**
     * A document in an array.
     *
     * @param from where the document is in the array
     * @param begin the first byte of it that the parser gets, behind a declaration
     * @param to where it ends
     * @param before how many bytes the parser gets before that one
     */
    static XmlOrigin array(XmlSource source, byte[] bytes, int from, int begin, int to, int before) {
        return new XmlOrigin(source, bytes, from, begin, to, begin - before);
    }

    /** A document that flies by, of which the parser does not see the first bytes. */
    static XmlOrigin stream(XmlSource source, long unseen) {
        return new XmlOrigin(source, null, 0, 0, 0, unseen);
    }

    XmlSource source() {
        return source;
    }

    /** The parser's offset as one in the array or in the stream. */
    long offset(long parsers) {
        return parsers + shift;
    }

    /** The same for the root: the parser counts the space in front of it as part of it. */
    long offsetPastSpace(long token) {
        long offset = offset(token);
        return bytes == null ? offset : Prolog.skipPadding(bytes, (int) Math.max(begin, offset), to);
    }

    /** The place of a byte, or where the parser is when the document has flown by. */
    private String place(long parsers, @Nullable Location at) {
        if (bytes != null) {
            int offset = (int) Math.max(begin, Math.min(to, offset(parsers)));
            return " at " + Position.of(bytes, from, offset);
        }
        if (at == null) {
            return "";
        }
        int column = at.getColumnNumber() - (at.getLineNumber() == 1 ? XmlSource.LEAD.length() : 0);
        return " at " + new Position(at.getLineNumber(), column);
    }

    /** What stands at the beginning of the current token is refused. */
    ProtocolException refused(Reason reason, String what, long token, Location at) {
        return ProtocolException.of(reason, what + place(token, at));
    }

    /** The parser cannot go on. */
    ProtocolException failure(XMLStreamException e, long token) {
        if (source.isTagTooLong()) {
            return ProtocolException.of(
                    Reason.LIMIT_EXCEEDED,
                    "a tag of more than " + XmlSource.LONGEST_TAG + " bytes" + place(token, null));
        }
        if (source.invalidAt() >= 0) {
            return new ProtocolException(
                    Reason.MALFORMED_XML,
                    "a byte that is not UTF-8" + place(source.invalidAt(), e.getLocation()),
                    "NETCONF is UTF-8 only (RFC 6241 section 3)",
                    e);
        }
        if (e.getNestedException() instanceof IOException broken) {
            throw new UncheckedIOException(broken);
        }
        if (bytes != null && startsWithDoctype(bytes, (int) offset(token))) {
            return ProtocolException.of(
                    Reason.DOCTYPE, "a document type declaration, which NETCONF forbids," + place(token, null));
        }
        String text = e.getMessage() == null ? "not well-formed" : e.getMessage();
        int location = text.indexOf("\n at [row");
        String what = printable(location < 0 ? text : text.substring(0, location));
        if (what.startsWith(ENTITY)) {
            // without its name, which is part of a password where somebody forgot to escape one
            return new ProtocolException(
                    Reason.ENTITY,
                    "a reference to an entity that is not one of XML's own five" + place(token, e.getLocation()),
                    null,
                    null);
        }
        Location at = e.getLocation();
        boolean wholeTag =
                what.startsWith("Unexpected end tag") || what.startsWith("Unbound") || what.startsWith("Duplicate");
        long offset = wholeTag || at == null ? token : at.getCharacterOffset() - 1L;
        if (bytes != null && offset(offset) >= to) {
            // the parser speaks of what was put behind the document
            what = what.startsWith(OPEN)
                    ? "it ends where " + what.substring(OPEN.length()) + " should stand"
                    : "it ends in the middle";
        } else if (what.equals(OPEN + "</_>")) {
            what = "an end tag without its start tag";
        }
        return new ProtocolException(
                Reason.MALFORMED_XML, "XML that is not well-formed" + place(offset, at) + ": " + what, null, e);
    }

    private boolean startsWithDoctype(byte[] document, int at) {
        byte[] doctype = "<!DOCTYPE".getBytes(StandardCharsets.US_ASCII);
        return at >= from
                && at + doctype.length <= to
                && Arrays.equals(document, at, at + doctype.length, doctype, 0, doctype.length);
    }

    private static String printable(String text) {
        String shown = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
        StringBuilder line = new StringBuilder(shown.length());
        shown.chars().forEach(c -> line.append(c < ' ' || c == 0x7f ? ' ' : (char) c));
        return line.toString();
    }
}
