package dev.parley.operation;

import dev.parley.message.Capability;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.xml.XmlWriter;
import java.util.List;

/**
 * Makes the candidate equal to the running configuration again (RFC 6241 section 8.3.4.2).
 */
public record DiscardChanges() implements Operation<Ok> {
    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.BASE, "discard-changes").end();
    }

    @Override
    public String name() {
        return "discard-changes";
    }

    @Override
    public Ok read(Reply reply) {
        return Ok.read(reply, this);
    }

    @Override
    public List<Requirement> requires() {
        return List.of(Requirement.capability(Capability.CANDIDATE, "discard-changes"));
    }
}
