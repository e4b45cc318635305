package dev.parley.simulator.datastore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamException;
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
     * @throws IllegalArgumentException if the text is not well-formed or declares a document type
     */
    public static DataTree parse(String xml) {
        String body = xml.strip();
        if (body.startsWith("<?xml")) {
            body = body.substring(body.indexOf("?>") + 2);
        }
        try {
            List<DataNode> found = Documents.parse("<tree>" + body + "</tree>").children();
            boolean wrapped = found.size() == 1 && isWrapper(found.get(0));
            return of(wrapped ? found.get(0).children() : found);
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("not a data tree: " + e.getMessage(), e);
        }
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
            StringBuilder out = new StringBuilder(256);
            for (DataNode node : nodes) {
                // No element is in this namespace, so each says its own, "none" included: the place is not known here.
                DataWriter.write(node, XMLConstants.XMLNS_ATTRIBUTE_NS_URI, out);
            }
            written = out.toString().getBytes(StandardCharsets.UTF_8);
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
