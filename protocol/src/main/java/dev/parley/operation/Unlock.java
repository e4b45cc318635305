package dev.parley.operation;

import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.xml.XmlWriter;
import java.util.List;

/**
 * Releases a lock of this session; changes to the candidate that were not committed are lost (RFC 6241 section 7.6).
 *
 * @param target the datastore
 */
public record Unlock(Datastore target) implements Operation<Ok> {
    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.BASE, "unlock");
        ConfigSource.write(out, "target", target);
        out.end();
    }

    @Override
    public String name() {
        return "unlock";
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
