package dev.parley.message;

import dev.parley.error.RpcError;
import dev.parley.xml.Prolog;
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
    private final byte[] message;
    private final int rootFrom;
    private final int rootTo;
    private final Map<String, String> attributes;
    private final boolean ok;
    private final List<RpcError> errors;
    private final List<Part> parts;

    /** An element directly inside the reply, by its place in the message. */
    private record Part(QName name, int from, int to, Map<String, String> inherited) {}

    private Reply(
            byte[] message,
            int rootFrom,
            int rootTo,
            Map<String, String> attributes,
            boolean ok,
            List<RpcError> errors,
            List<Part> parts) {
        this.message = message;
        this.rootFrom = rootFrom;
        this.rootTo = rootTo;
        this.attributes = attributes;
        this.ok = ok;
        this.errors = errors;
        this.parts = parts;
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
        int end = Prolog.trimPadding(message, 0, length);
        XmlReader in = XmlReader.of(message, 0, end, limits);
        in.nextTag();
        Names names = new Names(observer);
        names.check(in, "rpc-reply");
        int rootFrom = Math.toIntExact(in.startOffset());
        Map<String, String> scope = XmlNames.declared(in);
        Map<String, String> attributes = attributes(in);
        List<RpcError> errors = List.of();
        List<Part> parts = new ArrayList<>(1);
        boolean ok = false;
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (names.isAt(in, "rpc-error")) {
                errors = errors.isEmpty() ? new ArrayList<>() : errors;
                errors.add(RpcErrorReader.read(in, scope, observer));
                continue;
            }
            ok |= names.isAt(in, "ok");
            QName name = in.getName();
            Map<String, String> inherited = XmlNames.without(scope, in);
            int from = Math.toIntExact(in.startOffset());
            List<RpcError> nested = nestedErrors(in, scope, observer);
            if (!nested.isEmpty()) {
                errors = errors.isEmpty() ? new ArrayList<>() : errors;
                errors.addAll(nested);
            }
            parts.add(new Part(name, from, Math.toIntExact(in.endOffset()), inherited));
        }
        int rootTo = Math.toIntExact(in.endOffset());
        in.finish();
        if (ok && !errors.isEmpty() && errors.stream().allMatch(RpcError::isWarning)) {
            observer.met(Deviation.OK_WITH_WARNING, errors.get(0).toString());
        }
        return new Reply(message, rootFrom, rootTo, attributes, ok, List.copyOf(errors), List.copyOf(parts));
    }

    private static Map<String, String> attributes(XmlReader in) {
        Map<String, String> attributes = new LinkedHashMap<>(4);
        for (int i = 0; i < in.getAttributeCount(); i++) {
            String prefix = in.getAttributePrefix(i);
            String name = in.getAttributeLocalName(i);
            attributes.put(prefix == null || prefix.isEmpty() ? name : prefix + ":" + name, in.getAttributeValue(i));
        }
        return attributes;
    }

    /** Reads to the end of the current element; errors of the protocol inside it count as the reply's. */
    private static List<RpcError> nestedErrors(XmlReader in, Map<String, String> scope, Deviation.Observer observer) {
        List<RpcError> errors = List.of();
        String inside = in.getLocalName();
        for (int outside = in.depth() - 1; in.depth() > outside; ) {
            if (in.next() == XMLStreamConstants.START_ELEMENT
                    && in.getLocalName().equals("rpc-error")
                    && (in.namespace().equals(Namespaces.BASE) || in.namespace().isEmpty())) {
                observer.met(Deviation.NESTED_ERROR, "inside <" + inside + ">");
                errors = errors.isEmpty() ? new ArrayList<>() : errors;
                errors.add(RpcErrorReader.read(in, scope, observer));
            }
        }
        return errors;
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
                return Optional.of(Xml.slice(message, part.from(), part.to(), part.inherited()));
            }
        }
        return Optional.empty();
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
