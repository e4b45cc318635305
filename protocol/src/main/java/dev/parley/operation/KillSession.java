package dev.parley.operation;

import dev.parley.error.InputException;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.xml.XmlWriter;

/**
 * Ends another session at once; what it had not committed is undone, and its locks are released (RFC 6241 section 7.9).
 *
 * @param sessionId the other session's number, as a {@code lock-denied} error names it
 */
public record KillSession(long sessionId) implements Operation<Ok> {
    public KillSession {
        if (sessionId < 1 || sessionId > 4_294_967_295L) {
            throw InputException.of(
                    InputException.Reason.BAD_VALUE, "a session-id is a number from 1 to 4294967295, not " + sessionId);
        }
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.BASE, "kill-session")
                .leaf("session-id", Long.toString(sessionId))
                .end();
    }

    @Override
    public String name() {
        return "kill-session";
    }

    @Override
    public Ok read(Reply reply) {
        return Ok.read(reply, this);
    }
}
