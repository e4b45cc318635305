package dev.parley.operation;

import dev.parley.message.Capability;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.xml.XmlWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Undoes a commit that waits for its confirmation (RFC 6241 section 8.4.4.1).
 *
 * @param persistId the token given with the commit if it was to outlive its session, or null
 */
public record CancelCommit(@Nullable String persistId) implements Operation<Ok> {
    public CancelCommit {
        Commit.checkToken(persistId);
    }

    /** Undoes the pending commit of this session. */
    public static CancelCommit ofThisSession() {
        return new CancelCommit(null);
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.BASE, "cancel-commit");
        if (persistId != null) {
            out.leaf("persist-id", persistId);
        }
        out.end();
    }

    @Override
    public String name() {
        return "cancel-commit";
    }

    @Override
    public Ok read(Reply reply) {
        return Ok.read(reply, this);
    }

    @Override
    public List<Requirement> requires() {
        return List.of(Requirement.capability(Capability.CONFIRMED_COMMIT_1_1, "cancel-commit"));
    }
}
