package dev.parley.xml;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import java.io.InputStream;
import java.util.function.Predicate;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.util.StreamReaderDelegate;
import org.codehaus.stax2.XMLStreamReader2;
import org.codehaus.stax2.io.Stax2ByteArraySource;
import org.jspecify.annotations.Nullable;

/**
 * A pull reader that refuses what NETCONF forbids or what would harm: document type declarations (RFC 6241 section 3.2),
 * entities, and documents beyond the {@link XmlLimits}. It reads UTF-8 whatever the document declares (RFC 6241 section
 * 3), so that the same bytes mean the same everywhere.
 *
 * <p>Besides the checks it is an ordinary {@code XMLStreamReader}. What it refuses, it reports as
 * {@link ProtocolException} with line and column. One thread at a time.
 */
public final class XmlReader extends StreamReaderDelegate {
    private static final InputFactoryImpl FACTORY = hardened();

    private final XMLStreamReader2 reader;
    private final XmlLimits limits;
    private int depth;
    private @Nullable String divertedName;
    private @Nullable Predicate<XmlReader> diversion;

    private XmlReader(XMLStreamReader2 reader, XmlLimits limits) {
        super(reader);
        this.reader = reader;
        this.limits = limits;
    }

    private static InputFactoryImpl hardened() {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /** A reader over part of an array, which must not change meanwhile. */
    public static XmlReader of(byte[] bytes, int offset, int length, XmlLimits limits) {
        int skip = Prolog.declarationEnd(bytes, offset, offset + length) - offset;
        try {
            return new XmlReader(
                    (XMLStreamReader2) FACTORY.createXMLStreamReader(
                            new Stax2ByteArraySource(bytes, offset + skip, length - skip)),
                    limits);
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    /** A reader over a stream, read as far as it is asked for. The stream must not begin with an XML declaration. */
    public static XmlReader of(InputStream bytes, XmlLimits limits) {
        try {
            return new XmlReader((XMLStreamReader2) FACTORY.createXMLStreamReader(bytes, "UTF-8"), limits);
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    /** Moves to the next event; see {@code XMLStreamReader.next}. */
    @Override
    public int next() {
        int event = advance();
        while (event == XMLStreamConstants.START_ELEMENT
                && diversion != null
                && reader.getLocalName().equals(divertedName)
                && diverts(diversion)) {
            event = advance();
        }
        return event;
    }

    /**
     * Hands elements of one name to somebody else: the reader's user no longer sees them. The other reads the element to
     * its end tag and returns true, or leaves it untouched and returns false.
     */
    public void divert(String localName, Predicate<XmlReader> to) {
        divertedName = localName;
        diversion = to;
    }

    private boolean diverts(Predicate<XmlReader> to) {
        diversion = null;
        boolean taken = to.test(this);
        diversion = to;
        return taken;
    }

    private int advance() {
        int event;
        try {
            event = reader.next();
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
        if (event == XMLStreamConstants.START_ELEMENT) {
            enter();
        } else if (event == XMLStreamConstants.END_ELEMENT) {
            depth--;
        } else if (event == XMLStreamConstants.DTD) {
            throw ProtocolException.of(
                    Reason.DOCTYPE, "a document type declaration" + where() + ", which NETCONF forbids");
        } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw ProtocolException.of(Reason.ENTITY, "an entity reference" + where());
        }
        return event;
    }

    private void enter() {
        if (++depth > limits.maxDepth()) {
            throw limit("elements nested deeper than " + limits.maxDepth());
        }
        if (reader.getAttributeCount() > limits.maxAttributes()) {
            throw limit("an element with more than " + limits.maxAttributes() + " attributes");
        }
        if (reader.getLocalName().length() > limits.maxNameLength()) {
            throw limit("a name longer than " + limits.maxNameLength() + " characters");
        }
    }

    private ProtocolException limit(String what) {
        return ProtocolException.of(Reason.LIMIT_EXCEEDED, what + where());
    }

    private String where() {
        Location at = reader.getLocation();
        return " at line " + at.getLineNumber() + ", column " + at.getColumnNumber();
    }

    @Override
    public int nextTag() {
        while (true) {
            int event = next();
            switch (event) {
                case XMLStreamConstants.START_ELEMENT, XMLStreamConstants.END_ELEMENT -> {
                    return event;
                }
                case XMLStreamConstants.COMMENT,
                        XMLStreamConstants.PROCESSING_INSTRUCTION,
                        XMLStreamConstants.SPACE -> {
                    // may stand between elements
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!reader.isWhiteSpace()) {
                        throw ProtocolException.of(Reason.MALFORMED_XML, "text between elements" + where());
                    }
                }
                default ->
                    throw ProtocolException.of(
                            Reason.MALFORMED_XML, "the document ends where an element should stand" + where());
            }
        }
    }

    /** The text of a leaf; the reader moves to its end tag. An element inside it is an error. */
    @Override
    public String getElementText() {
        String text = "";
        StringBuilder more = null;
        while (true) {
            int event = next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                return more == null ? text : more.toString();
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                throw ProtocolException.of(
                        Reason.MALFORMED_XML,
                        "element <" + reader.getLocalName() + "> where only text may stand" + where());
            }
            if (event == XMLStreamConstants.CHARACTERS
                    || event == XMLStreamConstants.CDATA
                    || event == XMLStreamConstants.SPACE) {
                if (text.isEmpty()) {
                    text = reader.getText();
                } else {
                    more = more == null ? new StringBuilder(text) : more;
                    more.append(reader.getText());
                }
            }
        }
    }

    /** All text in the current element and below it, trimmed; the reader moves to its end tag. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int open = 1; open > 0; ) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> open++;
                case XMLStreamConstants.END_ELEMENT -> open--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                default -> {
                    // comments and processing instructions carry no content
                }
            }
        }
        return text.toString().strip();
    }

    /** Moves to the end tag of the current element. */
    public void skipElement() {
        for (int outside = depth - 1; depth > outside; ) {
            next();
        }
    }

    /** How many elements are open, the current one included. After an end tag, that element no longer counts. */
    public int depth() {
        return depth;
    }

    /** The namespace of the current element, empty for none. */
    public String namespace() {
        String uri = reader.getNamespaceURI();
        return uri == null ? "" : uri;
    }

    /** Whether the current element has this name. */
    public boolean isAt(String namespace, String localName) {
        return reader.getLocalName().equals(localName) && namespace().equals(namespace);
    }

    @Override
    public boolean hasNext() {
        return reader.getEventType() != XMLStreamConstants.END_DOCUMENT;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    /** The offset of the first byte of the current event, counted from the start of the array that is read. */
    public long startOffset() {
        return reader.getLocationInfo().getStartingByteOffset();
    }

    /** The offset behind the last byte of the current event, counted likewise. */
    public long endOffset() {
        try {
            return reader.getLocationInfo().getEndingByteOffset();
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    /** Moves past the end of the root element; anything but comments and space behind it is an error. */
    public void finish() {
        while (hasNext()) {
            next();
        }
        close();
    }

    private static ProtocolException malformed(XMLStreamException e) {
        Location at = e.getLocation();
        String text = e.getMessage() == null ? "not well-formed" : e.getMessage();
        int location = text.indexOf("\n at [row");
        String what = (location < 0 ? text : text.substring(0, location)).replaceAll("[\\x00-\\x1f]+", " ");
        String where = at == null ? "" : " at line " + at.getLineNumber() + ", column " + at.getColumnNumber();
        Reason reason = what.contains("entity") && what.contains("&") ? Reason.ENTITY : Reason.MALFORMED_XML;
        return new ProtocolException(reason, "XML that is not well-formed" + where + ": " + what, null, e);
    }
}
