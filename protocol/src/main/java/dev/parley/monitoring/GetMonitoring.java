package dev.parley.monitoring;

import dev.parley.message.Capabilities;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.monitoring.NetconfState.Counters;
import dev.parley.monitoring.NetconfState.DatastoreState;
import dev.parley.monitoring.NetconfState.Lock;
import dev.parley.monitoring.NetconfState.PartialLock;
import dev.parley.monitoring.NetconfState.SchemaEntry;
import dev.parley.monitoring.NetconfState.SessionState;
import dev.parley.monitoring.NetconfState.Statistics;
import dev.parley.operation.Operation;
import dev.parley.operation.Requirement;
import dev.parley.xml.XmlWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the device tells about its NETCONF server, or some parts of it (RFC 6022 section 2.1): a {@code get} with a filter for
 * {@code netconf-state}.
 *
 * @param parts what is asked for
 */
public record GetMonitoring(Set<Part> parts) implements Operation<NetconfState> {
    private static final List<Requirement> REQUIRES = List.of(GetSchema.monitoring("netconf-state"));

    /** The parts of {@code netconf-state}. */
    public enum Part {
        /** What the device announces. */
        CAPABILITIES,
        /** Datastores and locks. */
        DATASTORES,
        /** Data models. */
        SCHEMAS,
        /** Open sessions. */
        SESSIONS,
        /** Counters for all sessions together. */
        STATISTICS;

        private String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public GetMonitoring {
        parts = parts.isEmpty() ? Set.of() : Set.copyOf(parts);
    }

    /** Everything. */
    public static GetMonitoring all() {
        return new GetMonitoring(EnumSet.allOf(Part.class));
    }

    /** These parts and no others. */
    public static GetMonitoring of(Part first, Part... others) {
        Set<Part> parts = EnumSet.of(first);
        parts.addAll(Arrays.asList(others));
        return new GetMonitoring(parts);
    }

    @Override
    public String name() {
        return "get";
    }

    @Override
    public void writeTo(XmlWriter out) {
        StateReading.begin(out).start(Namespaces.MONITORING, "netconf-state");
        new TreeSet<>(parts).forEach(part -> out.empty(part.wireName()));
        out.end().end().end();
    }

    @Override
    public NetconfState read(Reply reply) {
        Element state = StateReading.find(reply, this, "netconf-state");
        return new NetconfState(
                Capabilities.of(state.child("capabilities").leaves("capability")),
                state.entries("datastores", "datastore").stream()
                        .map(GetMonitoring::datastore)
                        .toList(),
                state.entries("schemas", "schema").stream()
                        .map(GetMonitoring::schema)
                        .toList(),
                state.entries("sessions", "session").stream()
                        .map(GetMonitoring::session)
                        .toList(),
                state.find("statistics").map(GetMonitoring::statistics).orElse(null));
    }

    private static DatastoreState datastore(Element entry) {
        Element locks = entry.child("locks");
        @Nullable
        Lock whole = locks.find("global-lock").map(GetMonitoring::lock).orElse(null);
        return new DatastoreState(
                entry.identity("name"),
                whole,
                locks.all("partial-lock").stream()
                        .map(part -> new PartialLock(
                                part.number("lock-id"), lock(part), part.leaves("select"), part.leaves("locked-node")))
                        .toList());
    }

    private static Lock lock(Element lock) {
        return new Lock(lock.number("locked-by-session"), lock.time("locked-time"));
    }

    private static SchemaEntry schema(Element entry) {
        return new SchemaEntry(
                entry.leaf("identifier"),
                entry.leaf("version"),
                entry.identity("format"),
                entry.leaf("namespace"),
                entry.leaves("location"));
    }

    private static SessionState session(Element entry) {
        return new SessionState(
                entry.number("session-id"),
                entry.identity("transport"),
                entry.leaf("username"),
                entry.leaf("source-host"),
                entry.time("login-time"),
                counters(entry));
    }

    private static Statistics statistics(Element statistics) {
        return new Statistics(
                statistics.time("netconf-start-time"),
                statistics.number("in-bad-hellos"),
                statistics.number("in-sessions"),
                statistics.number("dropped-sessions"),
                counters(statistics));
    }

    private static Counters counters(Element from) {
        return new Counters(
                from.number("in-rpcs"),
                from.number("in-bad-rpcs"),
                from.number("out-rpc-errors"),
                from.number("out-notifications"));
    }

    @Override
    public boolean returnsData() {
        return true;
    }

    @Override
    public List<Requirement> requires() {
        return REQUIRES;
    }
}
