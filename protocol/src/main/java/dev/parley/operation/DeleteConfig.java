package dev.parley.operation;

import dev.parley.error.InputException;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.xml.XmlWriter;
import java.util.List;

/**
 * Deletes the startup configuration or a file (RFC 6241 section 7.4).
 *
 * @param target what is deleted; never the running or the candidate datastore
 */
public record DeleteConfig(ConfigTarget target) implements Operation<Ok> {
    public DeleteConfig {
        if (target == Datastore.RUNNING || target == Datastore.CANDIDATE) {
            throw InputException.of(
                    InputException.Reason.BAD_VALUE,
                    "the " + target + " datastore cannot be deleted (RFC 6241 section 7.4); startup or a URL can");
        }
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.BASE, "delete-config");
        ConfigSource.write(out, "target", (ConfigSource) target);
        out.end();
    }

    @Override
    public String name() {
        return "delete-config";
    }

    @Override
    public Ok read(Reply reply) {
        return Ok.read(reply, this);
    }

    @Override
    public List<Requirement> requires() {
        return Requirement.toWrite(target).stream().toList();
    }
}
