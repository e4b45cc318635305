package dev.parley.operation;

import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in a datastore (RFC 6241 section 7.1).
 *
 * @param source the datastore
 * @param filter what part of it, or null for everything
 * @param withDefaults how default values are reported, or null for the device's way
 */
public record GetConfig(
        Datastore source, @Nullable Filter filter, @Nullable WithDefaults withDefaults) implements Operation<Data> {
    /** All of a datastore. */
    public static GetConfig from(Datastore source) {
        return new GetConfig(source, null, null);
    }

    /** The same with a filter. */
    public GetConfig filter(Filter filter) {
        return new GetConfig(source, filter, withDefaults);
    }

    /** The same with default values reported in this way. */
    public GetConfig withDefaults(WithDefaults mode) {
        return new GetConfig(source, filter, mode);
    }

    @Override
    public String name() {
        return "get-config";
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.BASE, "get-config");
        ConfigSource.write(out, "source", source);
        if (filter != null) {
            filter.writeTo(out);
        }
        if (withDefaults != null) {
            withDefaults.writeTo(out);
        }
        out.end();
    }

    @Override
    public Data read(Reply reply) {
        return Data.read(reply, this);
    }

    @Override
    public boolean returnsData() {
        return true;
    }

    @Override
    public List<Requirement> requires() {
        List<Requirement> needs = new ArrayList<>();
        Requirement.toRead(source).ifPresent(needs::add);
        if (filter != null) {
            filter.requires().ifPresent(needs::add);
        }
        if (withDefaults != null) {
            needs.add(Requirement.withDefaults(withDefaults));
        }
        return needs;
    }
}
