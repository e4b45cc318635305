package dev.parley.simulator;

import dev.parley.simulator.datastore.DataNode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One {@code rpc} that a client sent (RFC 6241 section 4.1). Immutable. */
public final class Request {
    private final long sessionId;
    private final String user;
    private final boolean base11;
    private final @Nullable String messageId;
    private final DataNode operation;
    private final byte[] message;

    Request(
            long sessionId,
            String user,
            boolean base11,
            @Nullable String messageId,
            DataNode operation,
            byte[] message) {
        this.sessionId = sessionId;
        this.user = user;
        this.base11 = base11;
        this.messageId = messageId;
        this.operation = operation;
        this.message = message;
    }

    /** The session that asks. */
    public long sessionId() {
        return sessionId;
    }

    /** The user's name, from the client's certificate; empty over TCP. */
    public String user() {
        return user;
    }

    /** Whether both sides speak base 1.1. */
    public boolean isBase11() {
        return base11;
    }

    /** Its {@code message-id}, or null. */
    public @Nullable String messageId() {
        return messageId;
    }

    /** The element inside {@code rpc}: the operation with its parameters. */
    public DataNode operation() {
        return operation;
    }

    /** The local name of the operation. */
    public String name() {
        return operation.localName();
    }

    /** The whole message as it came, without framing. */
    public String text() {
        return new String(message, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text();
    }
}
