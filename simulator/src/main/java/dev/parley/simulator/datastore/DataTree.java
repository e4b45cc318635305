package dev.parley.simulator.datastore;

import dev.parley.xml.Xml;
import dev.parley.xml.XmlReader;
import dev.parley.xml.XmlWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * The content of a datastore: top-level elements in order, immutable.
 *
 * <p>Copying a datastore is taking another reference, and rolling back is keeping the old one.
 */
public final class DataTree {
    private static final DataTree EMPTY = new DataTree(List.of());

    private final List<DataNode> nodes;

    /** Written once on demand; threads that race write the same bytes. */
    private volatile byte @Nullable [] utf8;

    private DataTree(List<DataNode> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** The tree without data. */
    public static DataTree empty() {
        return EMPTY;
    }

    /** A tree of the given top-level elements. */
    public static DataTree of(List<DataNode> nodes) {
        return nodes.isEmpty() ? EMPTY : new DataTree(nodes);
    }

    /** A tree of the given top-level elements. */
    public static DataTree of(DataNode... nodes) {
        return of(List.of(nodes));
    }

    /**
     * Parses one or more top-level elements. One {@code config} or {@code data} element in NETCONF's namespace around
     * them is taken off.
     *
     * @throws dev.parley.error.InputException if the text is not well-formed, declares a document type, or nests deeper
     *     than 512 elements
     */
    public static DataTree parse(String xml) {
        return xml.isBlank() ? EMPTY : of(Xml.parse(xml));
    }

    /** The top-level elements in the XML; a wrapper is taken off, as {@link #parse} does. */
    public static DataTree of(Xml xml) {
        List<DataNode> found = new ArrayList<>();
        XmlReader in = xml.fragmentReader();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            found.add(DataNode.read(in));
        }
        boolean wrapped = found.size() == 1 && isWrapper(found.get(0));
        return of(wrapped ? found.get(0).children() : found);
    }

    /** Parses a file, in UTF-8, as {@link #parse} does. */
    public static DataTree load(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /** Parses a stream, in UTF-8, as {@link #parse} does, and leaves it open. */
    public static DataTree load(InputStream in) throws IOException {
        return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }

    private static boolean isWrapper(DataNode node) {
        return node.namespace().equals(Names.BASE)
                && (node.localName().equals("config") || node.localName().equals("data"));
    }

    /** The top-level elements, in order. */
    public List<DataNode> nodes() {
        return nodes;
    }

    /** Whether there is no data. */
    public boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** These elements, then the other tree's. */
    public DataTree plus(DataTree other) {
        if (other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        List<DataNode> all = new ArrayList<>(nodes);
        all.addAll(other.nodes);
        return of(all);
    }

    /** The elements as XML, each declaring its namespace. */
    public String toXml() {
        return new String(toUtf8(), StandardCharsets.UTF_8);
    }

    /**
     * The elements as XML in UTF-8, written once and kept: a tree that is asked for again costs nothing. Shared: do not
     * write to it.
     */
    public byte[] toUtf8() {
        byte[] written = utf8;
        if (written == null) {
            XmlWriter out = new XmlWriter(1024);
            nodes.forEach(node -> DataWriter.writeTop(node, out));
            written = out.toBytes();
            utf8 = written;
        }
        return written;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof DataTree that && nodes.equals(that.nodes));
    }

    @Override
    public int hashCode() {
        return nodes.hashCode();
    }

    @Override
    public String toString() {
        return toXml();
    }
}
