package dev.parley.message;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.error.RpcError;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlNames;
import dev.parley.xml.XmlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * A whole {@code rpc-reply}, read once: well-formed, within the limits, with every {@code rpc-error} found wherever it
 * stands (RFC 6241 sections 4.2 to 4.4). Immutable.
 */
public final class Reply {
    private static final int MOST_PARTS = 1_000_000;

    private final byte[] message;
    private final int rootFrom;
    private final int rootTo;
    private final Map<String, String> attributes;
    private final boolean ok;
    private final List<RpcError> errors;
    private final List<Part> parts;
    private final Deviation.Observer observer;

    /** An element directly inside the reply, by its place in the message. */
    private record Part(QName name, int from, int to, Map<String, String> inherited) {}

    private Reply(
            byte[] message,
            int rootFrom,
            int rootTo,
            Map<String, String> attributes,
            boolean ok,
            List<RpcError> errors,
            List<Part> parts,
            Deviation.Observer observer) {
        this.message = message;
        this.rootFrom = rootFrom;
        this.rootTo = rootTo;
        this.attributes = attributes;
        this.ok = ok;
        this.errors = errors;
        this.parts = parts;
        this.observer = observer;
    }

    /**
     * Reads a reply.
     *
     * @param message the message, without framing, which must not change afterwards
     * @param length its length
     * @param limits the limits of the document
     * @param observer is told of deviations
     * @throws dev.parley.error.ProtocolException if it is no well-formed reply within the limits
     */
    public static Reply parse(byte[] message, int length, XmlLimits limits, Deviation.Observer observer) {
        int end = Names.endOf(message, length, observer);
        XmlReader in = XmlReader.of(message, 0, end, limits);
        in.nextTag();
        Names names = new Names(observer);
        names.check(in, "rpc-reply");
        int rootFrom = Math.toIntExact(in.startOffset());
        Map<String, String> scope = XmlNames.declared(in);
        Map<String, String> attributes = attributes(in);
        ErrorCollector errors = new ErrorCollector(observer);
        List<Part> parts = new ArrayList<>(1);
        boolean ok = false;
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (names.isAt(in, "rpc-error") && errors.collect(in)) {
                continue;
            }
            if (parts.size() == MOST_PARTS) {
                throw ProtocolException.of(
                        Reason.LIMIT_EXCEEDED, "more than " + MOST_PARTS + " elements directly in a reply");
            }
            ok |= names.isAt(in, "ok");
            QName name = in.getName();
            Map<String, String> inherited = XmlNames.without(scope, in);
            int from = Math.toIntExact(in.startOffset());
            collectNested(in, errors, observer);
            parts.add(new Part(name, from, Math.toIntExact(in.endOffset()), inherited));
        }
        int rootTo = Math.toIntExact(in.endOffset());
        in.finish();
        List<RpcError> found = errors.found();
        if (ok && !found.isEmpty() && !errors.isFailure()) {
            observer.met(Deviation.OK_WITH_WARNING, "warning " + found.get(0).tag());
        }
        return new Reply(message, rootFrom, rootTo, attributes, ok, found, List.copyOf(parts), observer);
    }

    private static Map<String, String> attributes(XmlReader in) {
        int count = in.getAttributeCount();
        if (count < 2) {
            return count == 0 ? Map.of() : Map.of(attributeName(in, 0), in.getAttributeValue(0));
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            attributes.put(attributeName(in, i), in.getAttributeValue(i));
        }
        return attributes;
    }

    private static String attributeName(XmlReader in, int index) {
        String prefix = in.getAttributePrefix(index);
        String name = in.getAttributeLocalName(index);
        return prefix == null || prefix.isEmpty() ? name : prefix + ":" + name;
    }

    /** Reads to the end of the current element; errors of the protocol inside it count as the reply's. */
    private static void collectNested(XmlReader in, ErrorCollector errors, Deviation.Observer observer) {
        String inside = in.getLocalName();
        for (int outside = in.depth() - 1; in.depth() > outside; ) {
            if (in.next() == XMLStreamConstants.START_ELEMENT && errors.collect(in)) {
                observer.met(Deviation.NESTED_ERROR, "inside <" + inside + ">");
            }
        }
    }

    /** The reply's {@code message-id}, or null where the device left it out. */
    public @Nullable String messageId() {
        return attributes.get("message-id");
    }

    /** The attributes of the reply, by their names as written: those of the request come back (RFC 6241 section 4.1). */
    public Map<String, String> attributes() {
        return Map.copyOf(attributes);
    }

    /** Whether {@code <ok/>} stands in it. */
    public boolean isOk() {
        return ok;
    }

    /** Every rpc-error in it, warnings included, in order. */
    public List<RpcError> errors() {
        return errors;
    }

    /** Whether at least one error is not a warning: then the request failed, wholly or in part. */
    public boolean isFailure() {
        for (RpcError error : errors) {
            if (!error.isWarning()) {
                return true;
            }
        }
        return false;
    }

    /** The names of the elements in it, errors aside, in order. */
    public List<QName> content() {
        return parts.stream().map(Part::name).toList();
    }

    /** The first element of that local name, on its own feet. */
    public Optional<Xml> element(String localName) {
        for (Part part : parts) {
            if (part.name().getLocalPart().equals(localName)) {
                return Optional.of(slice(part));
            }
        }
        return Optional.empty();
    }

    /**
     * The {@code <data>} that an operation returns. In another namespace than the operation's it is taken too, and told as
     * a deviation: devices are known to leave it out.
     *
     * @param namespace the operation's
     */
    public Optional<Xml> data(String namespace) {
        Part other = null;
        for (Part part : parts) {
            if (part.name().getLocalPart().equals("data")) {
                if (part.name().getNamespaceURI().equals(namespace)) {
                    return Optional.of(slice(part));
                }
                other = other == null ? part : other;
            }
        }
        if (other != null) {
            observer.met(
                    Deviation.DATA_NAMESPACE,
                    "in \"" + other.name().getNamespaceURI() + "\" instead of \"" + namespace + "\"");
        }
        return Optional.ofNullable(other).map(this::slice);
    }

    private Xml slice(Part part) {
        return Xml.slice(message, part.from(), part.to(), part.inherited());
    }

    /** The whole reply as it came, envelope included. */
    public Xml envelope() {
        return Xml.slice(message, rootFrom, rootTo, Map.of());
    }

    @Override
    public String toString() {
        return envelope().toString();
    }
}
