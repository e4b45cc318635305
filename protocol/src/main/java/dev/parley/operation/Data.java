package dev.parley.operation;

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
        return new Data(reply.element("data").orElseThrow(() -> ReplyBody.missingData(operation)), reply.errors());
    }

    /** What stands inside {@code <data>}; empty when the device has nothing that the filter selects. */
    public Optional<Xml> content() {
        return xml.content();
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
