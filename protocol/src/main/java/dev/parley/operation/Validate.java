package dev.parley.operation;

import dev.parley.message.Capability;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a configuration without applying it (RFC 6241 section 8.6).
 *
 * @param source what is checked
 */
public record Validate(ConfigSource source) implements Operation<Ok> {
    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.BASE, "validate");
        ConfigSource.write(out, "source", source);
        out.end();
    }

    @Override
    public String name() {
        return "validate";
    }

    @Override
    public Ok read(Reply reply) {
        return Ok.read(reply, this);
    }

    @Override
    public List<Requirement> requires() {
        List<Requirement> needs = new ArrayList<>();
        needs.add(Requirement.anyOf(List.of(Capability.VALIDATE_1_1, Capability.VALIDATE_1_0), "validate"));
        Requirement.toRead(source).ifPresent(needs::add);
        return needs;
    }
}
