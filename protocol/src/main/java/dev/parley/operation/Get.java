package dev.parley.operation;

import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Running configuration and state data (RFC 6241 section 7.7).
 *
 * @param filter what part of it, or null for everything
 * @param withDefaults how default values are reported, or null for the device's way
 */
public record Get(@Nullable Filter filter, @Nullable WithDefaults withDefaults) implements Operation<Data> {
    /** Everything that the device shows. */
    public static Get all() {
        return new Get(null, null);
    }

    /** What a filter selects. */
    public static Get of(Filter filter) {
        return new Get(filter, null);
    }

    /** The same with a filter. */
    public Get filter(Filter filter) {
        return new Get(filter, withDefaults);
    }

    /** The same with default values reported in this way. */
    public Get withDefaults(WithDefaults mode) {
        return new Get(filter, mode);
    }

    @Override
    public String name() {
        return "get";
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.BASE, "get");
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
        if (filter != null) {
            filter.requires().ifPresent(needs::add);
        }
        if (withDefaults != null) {
            needs.add(Requirement.withDefaults(withDefaults));
        }
        return needs;
    }
}
