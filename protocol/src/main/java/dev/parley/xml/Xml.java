package dev.parley.xml;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.error.ProtocolException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/**
 * Well-formed XML on its own feet: one or several elements with everything below them, every prefix declared inside, kept
 * as UTF-8. It is what configuration, filters and raw requests are given as, and what data comes back as.
 *
 * <p>Immutable and safe for any thread. The factories check their input and report what is wrong with line and column, as
 * an {@link InputException}.
 */
public final class Xml {
    private static final byte[] END_OF_MESSAGE = "]]>]]>".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    /** Whether its names mean the same anywhere, and no delimiter occurs: true of all that was written anew here. */
    private final boolean frameable;

    private Xml(byte[] bytes, boolean frameable) {
        this.bytes = bytes;
        this.frameable = frameable;
    }

    /** The XML in a string: one element, or several beside each other; a declaration in front is allowed. */
    public static Xml parse(String text) {
        return parse(new XmlWriter(text.length() + 64).raw(text).toBytes(), null);
    }

    /** The XML in UTF-8 bytes. */
    public static Xml parse(byte[] utf8) {
        return parse(utf8, null);
    }

    /** The XML in a file, UTF-8. */
    public static Xml read(Path file) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE,
                    "cannot read " + file + ": " + FileTrouble.words(e),
                    "check the path and its permissions",
                    e);
        }
        return parse(content, file.toString());
    }

    /** The XML below a DOM node: an element, a document, or a fragment. */
    public static Xml of(Node node) {
        StringWriter text = new StringWriter();
        try {
            Transformer identity = TransformerFactory.newDefaultInstance().newTransformer();
            identity.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            identity.transform(new DOMSource(node), new StreamResult(text));
        } catch (TransformerException e) {
            throw new InputException(
                    Reason.BAD_XML, "the DOM node cannot be written as XML: " + e.getMessage(), null, e);
        }
        return parse(text.toString());
    }

    /** One element in a namespace, without content. */
    public static Xml element(String namespace, String name) {
        return new Xml(new XmlWriter(64).start(namespace, name).end().toBytes(), !namespace.isEmpty());
    }

    /** What a writer holds, which the caller has made sure is well-formed: it is not checked again. */
    public static Xml ofWritten(XmlWriter writer) {
        return new Xml(writer.toBytes(), false);
    }

    /**
     * An element cut out of a document that was already checked. The declarations of the elements around it that it does
     * not repeat are added to its start tag.
     *
     * @param document the document
     * @param from the offset of the element's {@code <}
     * @param to the offset behind its end
     * @param inherited prefix to namespace, the default under "", to be declared on the element
     */
    public static Xml slice(byte[] document, int from, int to, Map<String, String> inherited) {
        if (inherited.isEmpty()) {
            return new Xml(Arrays.copyOfRange(document, from, to), false);
        }
        XmlWriter declarations = new XmlWriter(64).startQualified("x", "");
        inherited.forEach(declarations::namespace);
        byte[] added = declarations.buffer();
        int addedLength = declarations.size() - 3;
        int name = nameEnd(document, from + 1, to) - from;
        byte[] bytes = new byte[to - from + addedLength];
        System.arraycopy(document, from, bytes, 0, name);
        System.arraycopy(added, 2, bytes, name, addedLength);
        System.arraycopy(document, from + name, bytes, name + addedLength, to - from - name);
        return new Xml(bytes, false);
    }

    /** The offset behind the name that begins at {@code from}. */
    public static int nameEnd(byte[] document, int from, int to) {
        int at = from;
        while (at < to && (document[at] < 0 || (document[at] > ' ' && document[at] != '/' && document[at] != '>'))) {
            at++;
        }
        return at;
    }

    private static Xml parse(byte[] utf8, @Nullable String origin) {
        XmlWriter out = new XmlWriter(utf8.length + 64);
        try {
            XmlReader in = XmlReader.fragment(utf8, Prolog.declarationEnd(utf8, 0, utf8.length), XmlLimits.DEFAULT);
            int roots = 0;
            while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
                new XmlCopy(in, out).element();
                roots++;
            }
            if (in.startOffset() < utf8.length) {
                throw InputException.of(
                        Reason.BAD_XML,
                        named(origin) + "an end tag without its start tag at "
                                + Position.of(utf8, 0, Math.toIntExact(in.startOffset())));
            }
            in.finish();
            if (roots == 0) {
                throw InputException.of(Reason.BAD_XML, named(origin) + "no element in it");
            }
        } catch (ProtocolException e) {
            throw new InputException(
                    Reason.BAD_XML, named(origin) + e.getMessage(), e.advice().orElse(null), e);
        }
        return new Xml(out.toBytes(), true);
    }

    private static String named(@Nullable String origin) {
        return origin == null ? "" : origin + ": ";
    }

    /** The names of the elements at the top, in order. */
    public List<QName> roots() {
        List<QName> names = new ArrayList<>();
        XmlReader in = fragmentReader();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            names.add(in.getName());
            in.skipElement();
        }
        return names;
    }

    /** Whether this is exactly one element of that name. */
    public boolean isElement(String namespace, String name) {
        return roots().equals(List.of(new QName(namespace, name)));
    }

    /**
     * What stands inside the single element of this, as XML of its own; declarations of that element which its children
     * need are added to each of them. Empty when the element holds no elements.
     *
     * @throws InputException if text stands between them: no data model has that (RFC 7950 knows no mixed content)
     */
    public Optional<Xml> content() {
        try {
            return elements();
        } catch (ProtocolException e) {
            throw new InputException(Reason.BAD_XML, e.getMessage(), e.advice().orElse(null), e);
        }
    }

    private Optional<Xml> elements() {
        XmlWriter out = new XmlWriter(bytes.length);
        XmlReader in = reader();
        in.nextTag();
        Map<String, String> inherited = XmlNames.declared(in);
        boolean any = false;
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            Map<String, String> missing = XmlNames.without(inherited, in);
            int from = Math.toIntExact(in.startOffset());
            in.skipElement();
            out.xml(slice(bytes, from, Math.toIntExact(in.endOffset()), missing));
            any = true;
        }
        in.finish();
        return any ? Optional.of(ofWritten(out)) : Optional.empty();
    }

    /**
     * The bytes as they may stand inside an element of any namespace and before a delimiter: an element without namespace
     * says so, and {@code ]]>]]>} does not occur.
     */
    byte[] frameable() {
        if (frameable || (indexOf(bytes, END_OF_MESSAGE) < 0 && standsAlone())) {
            return bytes;
        }
        XmlWriter out = new XmlWriter(bytes.length + 16);
        XmlReader in = fragmentReader();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            new XmlCopy(in, out).element();
        }
        return out.toBytes();
    }

    private boolean standsAlone() {
        XmlReader in = fragmentReader();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (XmlCopy.leansOnItsSurroundings(in)) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(byte[] text, byte[] word) {
        outer:
        for (int i = 0; i <= text.length - word.length; i++) {
            for (int j = 0; j < word.length; j++) {
                if (text[i + j] != word[j]) {
                    continue outer;
                }
            }
            return i;
        }
        return -1;
    }

    /** A pull reader in front of the single element of this. */
    public XmlReader reader() {
        return XmlReader.of(bytes, 0, bytes.length, XmlLimits.DEFAULT);
    }

    /** A pull reader inside an element put around all that is here, so that it reads several roots too. */
    public XmlReader fragmentReader() {
        return XmlReader.fragment(bytes, 0, XmlLimits.DEFAULT);
    }

    /** The single element of this as a DOM document, with namespaces. */
    public Document toDocument() {
        return DomBuilder.build(reader());
    }

    /** The UTF-8 bytes: a copy. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** The number of bytes. */
    public int size() {
        return bytes.length;
    }

    /** Writes the bytes to a stream. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Xml xml && Arrays.equals(bytes, xml.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The XML as text. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
