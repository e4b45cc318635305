package dev.parley.xml;

import com.fasterxml.aalto.UncheckedStreamException;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import dev.parley.error.NetconfException;
import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.util.StreamReaderDelegate;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * A pull reader that refuses what NETCONF forbids or what would harm: document type declarations (RFC 6241 section 3.2),
 * entities, bytes that are not UTF-8, and documents beyond the {@link XmlLimits}. It reads UTF-8 whatever the document
 * declares (RFC 6241 section 3), so that the same bytes mean the same everywhere.
 *
 * <p>Besides the checks it is an ordinary {@code XMLStreamReader}. What it refuses, it reports as
 * {@link ProtocolException} with line and column, and then again whenever it is asked to go on. One thread at a time.
 */
public final class XmlReader extends StreamReaderDelegate {
    private static final String WRAPPER = "<_>";
    /** Long enough for the parser to compare it with the end tag that it expects. */
    private static final String WRAPPER_END = "</_>" + " ".repeat(80);

    private final XMLStreamReader2 reader;
    private final XmlOrigin origin;
    private final XmlLimits limits;
    private final NameBudget names = new NameBudget();
    private int depth;
    private @Nullable String divertedName;
    private @Nullable Predicate<XmlReader> diversion;
    private @Nullable ProtocolException failure;

    private XmlReader(XMLStreamReader2 reader, XmlOrigin origin, XmlLimits limits) {
        super(reader);
        this.reader = reader;
        this.origin = origin;
        this.limits = limits;
    }

    /** A reader over part of an array, which must not change meanwhile. */
    public static XmlReader of(byte[] bytes, int offset, int length, XmlLimits limits) {
        int end = offset + length;
        int from = Prolog.declarationEnd(bytes, offset, end);
        XmlSource source = new XmlSource(new ByteArrayInputStream(bytes, from, end - from));
        return open(Parsers.forDocument(length), XmlOrigin.array(source, bytes, offset, from, end, 0), limits);
    }

    /** A reader over a stream, read as far as it is asked for. */
    public static XmlReader of(InputStream bytes, XmlLimits limits) {
        Prolog.Skipped skipped;
        try {
            skipped = Prolog.skip(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open(Parsers.forStream(), XmlOrigin.stream(new XmlSource(skipped.rest()), skipped.length()), limits);
    }

    /** A reader inside an element put around the array from an offset on, so that several elements may be there. */
    static XmlReader fragment(byte[] bytes, int from, XmlLimits limits) {
        InputStream wrapped = new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(WRAPPER.getBytes(StandardCharsets.US_ASCII)),
                new ByteArrayInputStream(bytes, from, bytes.length - from),
                new ByteArrayInputStream(WRAPPER_END.getBytes(StandardCharsets.US_ASCII)))));
        XmlReader in = open(
                Parsers.forDocument(bytes.length),
                XmlOrigin.array(new XmlSource(wrapped), bytes, 0, from, bytes.length, WRAPPER.length()),
                limits);
        in.next();
        return in;
    }

    private static XmlReader open(InputFactoryImpl factory, XmlOrigin origin, XmlLimits limits) {
        try {
            XMLStreamReader2 reader = (XMLStreamReader2) factory.createXMLStreamReader(origin.source(), "UTF-8");
            origin.source().watch(() -> reader.getLocationInfo().getStartingByteOffset());
            return new XmlReader(reader, origin, limits);
        } catch (XMLStreamException e) {
            throw origin.failure(e, 0);
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
        if (failure != null) {
            throw failure;
        }
        int event;
        try {
            event = reader.next();
        } catch (XMLStreamException e) {
            throw failed(origin.failure(e, token()));
        } catch (NetconfException | NoSuchElementException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            // the parser stumbles over documents that nobody writes, such as <xmlns:a/>
            throw failed(new ProtocolException(
                    Reason.MALFORMED_XML, "XML that the parser cannot read: " + e.getMessage(), null, e));
        }
        if (event == XMLStreamConstants.START_ELEMENT) {
            enter();
        } else if (event == XMLStreamConstants.END_ELEMENT) {
            depth--;
        } else if (event == XMLStreamConstants.DTD) {
            throw refused(Reason.DOCTYPE, "a document type declaration, which NETCONF forbids,");
        } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw refused(Reason.ENTITY, "an entity reference");
        }
        return event;
    }

    private void enter() {
        if (++depth > limits.maxDepth()) {
            throw limit("elements nested deeper than " + limits.maxDepth());
        }
        int attributes = reader.getAttributeCount();
        int declarations = reader.getNamespaceCount();
        if (attributes > limits.maxAttributes() || declarations > limits.maxAttributes()) {
            throw limit("an element with more than " + limits.maxAttributes() + " attributes");
        }
        String name = reader.getLocalName();
        if (name.length() > limits.maxNameLength()) {
            throw limit("a name longer than " + limits.maxNameLength() + " characters");
        }
        checkStart(name);
        boolean affordable = names.spend(name);
        for (int i = 0; i < attributes; i++) {
            String attribute = reader.getAttributeLocalName(i);
            checkStart(attribute);
            affordable &= names.spend(attribute);
        }
        for (int i = 0; i < declarations; i++) {
            String prefix = reader.getNamespacePrefix(i);
            if (prefix != null && !prefix.isEmpty()) {
                affordable &= names.spend(prefix);
                checkStart(prefix);
                checkBound(prefix, reader.getNamespaceURI(i));
            }
        }
        if (!affordable) {
            throw limit("more than " + NameBudget.MOST + " different names");
        }
    }

    /** Behind a prefix the parser takes any character of a name for its first (Namespaces in XML 1.0 section 3). */
    private void checkStart(String name) {
        if (name.isEmpty()) {
            throw refused(Reason.MALFORMED_XML, "a prefix without a name behind it");
        }
        char first = name.charAt(0);
        boolean plain = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '_';
        if (!plain && !startsName(first)) {
            throw refused(Reason.MALFORMED_XML, "a name that begins with \"" + first + "\"");
        }
    }

    /** Of the characters that a name may hold, those that it may not begin with are few (XML 1.0 section 2.3). */
    private static boolean startsName(char c) {
        return c != '-' && c != '.' && !(c >= '0' && c <= '9') && c != '\u00b7' && !(c >= '\u0300' && c <= '\u036f');
    }

    /** A prefix cannot be undeclared (Namespaces in XML 1.0 section 5). */
    private void checkBound(String prefix, @Nullable String uri) {
        if (uri == null || uri.isEmpty()) {
            throw refused(Reason.MALFORMED_XML, "an empty namespace for the prefix " + prefix);
        }
    }

    private ProtocolException limit(String what) {
        return refused(Reason.LIMIT_EXCEEDED, what);
    }

    private ProtocolException refused(Reason reason, String what) {
        return failed(origin.refused(reason, what, token(), reader.getLocation()));
    }

    /** The document is in order, but not what the caller asks for; it can be read on. */
    private ProtocolException unexpected(String what) {
        return origin.refused(Reason.MALFORMED_XML, what, token(), reader.getLocation());
    }

    private ProtocolException failed(ProtocolException why) {
        failure = why;
        return why;
    }

    private long token() {
        return reader.getLocationInfo().getStartingByteOffset();
    }

    /** Reads something of the current event, which the parser may have put off until now. */
    private <T> T complete(Supplier<T> part) {
        try {
            return part.get();
        } catch (UncheckedStreamException e) {
            if (e.getCause() instanceof XMLStreamException why) {
                throw failed(origin.failure(why, token()));
            }
            throw e;
        }
    }

    @Override
    public String getText() {
        return complete(reader::getText);
    }

    @Override
    public char[] getTextCharacters() {
        return complete(reader::getTextCharacters);
    }

    @Override
    public int getTextCharacters(int from, char[] into, int offset, int length) throws XMLStreamException {
        getTextLength();
        return reader.getTextCharacters(from, into, offset, length);
    }

    @Override
    public int getTextLength() {
        return complete(reader::getTextLength);
    }

    @Override
    public boolean isWhiteSpace() {
        return complete(reader::isWhiteSpace);
    }

    @Override
    public String getPIData() {
        return complete(reader::getPIData);
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
                    if (!isWhiteSpace()) {
                        throw unexpected("text between elements");
                    }
                }
                default -> throw unexpected("the document ends where an element should stand");
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
                throw unexpected("element <" + reader.getLocalName() + "> where only text may stand");
            }
            if (event == XMLStreamConstants.CHARACTERS
                    || event == XMLStreamConstants.CDATA
                    || event == XMLStreamConstants.SPACE) {
                if (text.isEmpty()) {
                    text = getText();
                } else {
                    more = more == null ? new StringBuilder(text) : more;
                    more.append(getText());
                }
            }
        }
    }

    /**
     * All text in the current element and below it, trimmed; the reader moves to its end tag.
     *
     * @param most how many characters are kept at the most, of text that somebody else chose
     */
    public String text(int most) {
        StringBuilder text = new StringBuilder();
        for (int open = 1; open > 0; ) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> open++;
                case XMLStreamConstants.END_ELEMENT -> open--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (text.length() < most) {
                        text.append(getText());
                    }
                }
                default -> {
                    // comments and processing instructions carry no content
                }
            }
        }
        text.setLength(Math.min(text.length(), most));
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
        return failure != null || reader.getEventType() != XMLStreamConstants.END_DOCUMENT;
    }

    /** Does nothing: there is nothing to give back, and whoever reads on must not be stopped by it. */
    @Override
    public void close() {}

    /**
     * The offset of the first byte of the current event, counted from the start of the array or stream that is read. In a
     * stream, space in front of the root counts as part of it.
     */
    public long startOffset() {
        boolean atRoot = depth == 1 && reader.getEventType() == XMLStreamConstants.START_ELEMENT;
        return atRoot ? origin.offsetPastSpace(token()) : origin.offset(token());
    }

    /** The offset behind the last byte of the current event, counted likewise. */
    public long endOffset() {
        try {
            return origin.offset(reader.getLocationInfo().getEndingByteOffset());
        } catch (XMLStreamException e) {
            throw failed(origin.failure(e, token()));
        }
    }

    /** Moves past the end of the root element; anything but comments and space behind it is an error. */
    public void finish() {
        while (hasNext()) {
            next();
        }
    }
}
