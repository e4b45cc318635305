package dev.parley.operation;

import dev.parley.error.InputException;
import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.error.RpcError;
import dev.parley.message.Reply;
import dev.parley.xml.Xml;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Document;

/**
 * Data that a device returned.
 *
 * @param xml the {@code <data>} element with everything in it
 * @param warnings what the device remarked beside it
 */
public record Data(Xml xml, List<RpcError> warnings) {
    public Data {
        warnings = List.copyOf(warnings);
    }

    /** Reads the {@code <data>} of a reply. */
    static Data read(Reply reply, Operation<?> operation) {
        return new Data(in(reply, operation), reply.errors());
    }

    /** The {@code <data>} that the operation returns. */
    static Xml in(Reply reply, Operation<?> operation) {
        return reply.data(operation.dataNamespace()).orElseThrow(() -> missing(operation));
    }

    /** The error for a reply without the {@code <data>} that an operation returns. */
    static ProtocolException missing(Operation<?> operation) {
        return ProtocolException.of(Reason.UNEXPECTED_MESSAGE, "the reply to " + operation.name() + " has no <data>");
    }

    /**
     * What stands inside {@code <data>}; empty when the device has nothing that the filter selects.
     *
     * @throws ProtocolException if text stands between the elements: no data model has that (RFC 7950 knows no mixed content)
     */
    public Optional<Xml> content() {
        try {
            return xml.content();
        } catch (InputException e) {
            throw new ProtocolException(Reason.MALFORMED_XML, "in <data>: " + e.getMessage(), null, e);
        }
    }

    /** {@code <data>} as a DOM document. */
    public Document toDocument() {
        return xml.toDocument();
    }

    /** {@code <data>} as text. */
    @Override
    public String toString() {
        return xml.toString();
    }
}
