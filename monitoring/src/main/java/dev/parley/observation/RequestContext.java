package dev.parley.observation;

import dev.parley.error.NetconfException;
import dev.parley.event.SessionKey;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/** What is known of a request, for conventions that name things otherwise. */
public final class RequestContext extends SenderContext<SessionKey> {
    private final SessionKey session;
    private final long messageId;
    private final String operation;
    private @Nullable NetconfException failure;

    RequestContext(SessionKey session, long messageId, String operation) {
        super((carrier, key, value) -> {}, Kind.CLIENT);
        this.session = session;
        this.messageId = messageId;
        this.operation = operation;
        setCarrier(session);
        setRemoteServiceName(session.device());
    }

    void failed(NetconfException why) {
        failure = why;
    }

    /** On which session. */
    public SessionKey session() {
        return session;
    }

    /** Its message-id. */
    public long messageId() {
        return messageId;
    }

    /** The operation's name, whoever gave it. */
    public String operation() {
        return operation;
    }

    /** What the caller was thrown, or null. */
    public @Nullable NetconfException failure() {
        return failure;
    }
}
