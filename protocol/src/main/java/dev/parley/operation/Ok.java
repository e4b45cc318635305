package dev.parley.operation;

import dev.parley.error.ProtocolException;
import dev.parley.error.RpcError;
import dev.parley.message.Reply;
import java.util.List;

/**
 * The answer to an operation that returns nothing: it was carried out.
 *
 * @param warnings what the device remarked
 */
public record Ok(List<RpcError> warnings) {
    private static final Ok PLAIN = new Ok(List.of());

    public Ok {
        warnings = List.copyOf(warnings);
    }

    /** Reads the {@code <ok/>} of a reply; a reply with warnings only, or with nothing in it, means the same. */
    public static Ok read(Reply reply, Operation<?> operation) {
        if (!reply.isOk() && reply.errors().isEmpty() && !reply.content().isEmpty()) {
            throw ProtocolException.of(
                    ProtocolException.Reason.UNEXPECTED_MESSAGE,
                    "the reply to " + operation.name() + " holds <"
                            + reply.content().get(0).getLocalPart() + "> in place of <ok/>");
        }
        return reply.errors().isEmpty() ? PLAIN : new Ok(reply.errors());
    }
}
