package dev.parley.operation;

import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.xml.XmlWriter;
import java.util.List;

/**
 * Keeps other sessions from changing a datastore until it is unlocked or the session ends (RFC 6241 section 7.5).
 *
 * @param target the datastore
 */
public record Lock(Datastore target) implements Operation<Ok> {
    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.BASE, "lock");
        ConfigSource.write(out, "target", target);
        out.end();
    }

    @Override
    public String name() {
        return "lock";
    }

    @Override
    public Ok read(Reply reply) {
        return Ok.read(reply, this);
    }

    @Override
    public List<Requirement> requires() {
        return Requirement.toRead(target).stream().toList();
    }
}
