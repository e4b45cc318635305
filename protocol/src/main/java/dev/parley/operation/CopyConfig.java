package dev.parley.operation;

import dev.parley.error.InputException;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a whole configuration by another (RFC 6241 section 7.3).
 *
 * @param source where it is taken from
 * @param target what is replaced
 * @param withDefaults how default values are written, or null for the device's way
 */
public record CopyConfig(
        ConfigSource source, ConfigTarget target, @Nullable WithDefaults withDefaults) implements Operation<Ok> {
    public CopyConfig {
        if (source.equals(target)) {
            throw InputException.of(InputException.Reason.BAD_VALUE, "source and target are the same: " + source);
        }
    }

    /** A copy from one to the other. */
    public static CopyConfig of(ConfigSource source, ConfigTarget target) {
        return new CopyConfig(source, target, null);
    }

    /** The same with default values written in this way. */
    public CopyConfig withDefaults(WithDefaults mode) {
        return new CopyConfig(source, target, mode);
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.BASE, "copy-config");
        ConfigSource.write(out, "target", (ConfigSource) target);
        ConfigSource.write(out, "source", source);
        if (withDefaults != null) {
            withDefaults.writeTo(out);
        }
        out.end();
    }

    @Override
    public String name() {
        return "copy-config";
    }

    @Override
    public Ok read(Reply reply) {
        return Ok.read(reply, this);
    }

    @Override
    public List<Requirement> requires() {
        List<Requirement> needs = new ArrayList<>();
        Requirement.toWrite(target).ifPresent(needs::add);
        Requirement.toRead(source).ifPresent(needs::add);
        if (withDefaults != null) {
            needs.add(Requirement.withDefaults(withDefaults));
        }
        return needs;
    }
}
