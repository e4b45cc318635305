package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.cli.terminal.Table;
import dev.parley.monitoring.NetconfState;
import dev.parley.monitoring.NetconfState.Counters;
import dev.parley.monitoring.NetconfState.DatastoreState;
import dev.parley.monitoring.NetconfState.Lock;
import dev.parley.monitoring.NetconfState.SessionState;
import dev.parley.monitoring.NetconfState.Statistics;
import dev.parley.session.Session;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who talks to a device, and who holds which lock.
 *
 * @param state what the device tells
 * @param session our session
 */
record Occupation(NetconfState state, Session session) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss XXX", Locale.ROOT);
    private static final String UNKNOWN = "-";

    /** Shows it. */
    void tell(Output output) {
        facts(output);
        if (state.sessions().isEmpty()) {
            output.line("The device tells of no sessions, though this is one.");
        } else {
            table().lines(output.paint()).forEach(output::line);
        }
        List<String> locks = locks();
        if (!locks.isEmpty()) {
            output.line("");
            locks.forEach(lock -> output.line(output.paint().warning(Printable.line(lock))));
        }
        Statistics statistics = state.statistics();
        if (statistics != null) {
            output.line("");
            tell(statistics, output);
        }
    }

    private Table table() {
        Table table = Table.of(
                Table.words(""),
                Table.numbers("ID"),
                Table.words("TRANSPORT"),
                Table.words("USER"),
                Table.words("FROM"),
                Table.words("SINCE"),
                Table.numbers("REQUESTS"),
                Table.numbers("BAD"),
                Table.numbers("ERRORS"),
                Table.numbers("NOTIFICATIONS"));
        for (SessionState entry : state.sessions()) {
            Counters counters = entry.counters();
            table.row(
                    entry.id() == session.id() ? "*" : "",
                    number(entry.id()),
                    text(entry.transport().replaceFirst("^netconf-", "")),
                    text(entry.user()),
                    text(entry.host()),
                    time(entry.loginTime()),
                    number(counters.inRpcs()),
                    number(counters.inBadRpcs()),
                    number(counters.outRpcErrors()),
                    number(counters.outNotifications()));
        }
        return table;
    }

    private List<String> locks() {
        List<String> lines = new ArrayList<>();
        for (DatastoreState datastore : state.datastores()) {
            Lock lock = datastore.lock();
            if (lock != null) {
                lines.add(datastore.name() + " is locked by " + holder(lock));
            }
            datastore
                    .partialLocks()
                    .forEach(part -> lines.add("part of " + datastore.name() + " is locked by "
                            + holder(part.lock()) + ": "
                            + String.join(", ", part.nodes().isEmpty() ? part.select() : part.nodes())));
        }
        return lines;
    }

    private String holder(Lock lock) {
        String since = lock.since() == null ? "" : " since " + time(lock.since());
        if (lock.session() == session.id()) {
            return "this session" + since;
        }
        if (lock.session() == 0) {
            return "somebody outside NETCONF" + since;
        }
        String user = state.session(lock.session())
                .map(SessionState::user)
                .filter(name -> !name.isEmpty())
                .map(name -> " (" + name + ")")
                .orElse("");
        return "session " + number(lock.session()) + user + since;
    }

    private static void tell(Statistics statistics, Output output) {
        Paint paint = output.paint();
        Counters counters = statistics.counters();
        row(output, paint, "up since", time(statistics.startTime()));
        row(
                output,
                paint,
                "sessions",
                number(statistics.inSessions()) + " opened, " + number(statistics.droppedSessions()) + " dropped, "
                        + number(statistics.inBadHellos()) + " bad hellos");
        row(
                output,
                paint,
                "requests",
                number(counters.inRpcs()) + ", " + number(counters.outRpcErrors()) + " answered with an error; "
                        + number(counters.inBadRpcs()) + " messages that were none");
        row(output, paint, "notifications", number(counters.outNotifications()));
    }

    private static void row(Output output, Paint paint, String label, String value) {
        output.line(paint.name(String.format(Locale.ROOT, "%-15s", label)) + value);
    }

    private static String number(long number) {
        return number < 0 ? UNKNOWN : Long.toString(number);
    }

    private static String text(String text) {
        return text.isEmpty() ? UNKNOWN : text;
    }

    private static String time(@Nullable OffsetDateTime time) {
        return time == null ? UNKNOWN : TIME.format(time);
    }

    private void facts(Output output) {
        output.fact("sessionId", session.id());
        output.fact("sessions", state.sessions().stream().map(this::facts).toList());
        output.fact("locks", lockFacts());
        Statistics statistics = state.statistics();
        output.fact("statistics", statistics == null ? null : facts(statistics));
    }

    private Map<String, @Nullable Object> facts(SessionState entry) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", known(entry.id()));
        facts.put("own", entry.id() == session.id());
        facts.put("transport", entry.transport());
        facts.put("user", entry.user());
        facts.put("host", entry.host());
        facts.put("since", entry.loginTime());
        facts.putAll(facts(entry.counters()));
        return facts;
    }

    private List<Map<String, @Nullable Object>> lockFacts() {
        List<Map<String, @Nullable Object>> locks = new ArrayList<>();
        for (DatastoreState datastore : state.datastores()) {
            if (datastore.lock() != null) {
                locks.add(facts(datastore.name(), datastore.lock()));
            }
            datastore.partialLocks().forEach(part -> {
                Map<String, @Nullable Object> facts = facts(datastore.name(), part.lock());
                facts.put("lockId", known(part.id()));
                facts.put("select", part.select());
                facts.put("nodes", part.nodes());
                locks.add(facts);
            });
        }
        return locks;
    }

    private static Map<String, @Nullable Object> facts(String datastore, Lock lock) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("datastore", datastore);
        facts.put("session", known(lock.session()));
        facts.put("since", lock.since());
        return facts;
    }

    private static Map<String, @Nullable Object> facts(Statistics statistics) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("since", statistics.startTime());
        facts.put("inBadHellos", known(statistics.inBadHellos()));
        facts.put("inSessions", known(statistics.inSessions()));
        facts.put("droppedSessions", known(statistics.droppedSessions()));
        facts.putAll(facts(statistics.counters()));
        return facts;
    }

    private static Map<String, @Nullable Object> facts(Counters counters) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("inRpcs", known(counters.inRpcs()));
        facts.put("inBadRpcs", known(counters.inBadRpcs()));
        facts.put("outRpcErrors", known(counters.outRpcErrors()));
        facts.put("outNotifications", known(counters.outNotifications()));
        return facts;
    }

    private static @Nullable Long known(long number) {
        return number < 0 ? null : number;
    }
}
