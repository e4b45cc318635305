package dev.parley.simulator;

import dev.parley.message.Namespaces;
import dev.parley.simulator.datastore.ChangeListener;
import dev.parley.simulator.datastore.DataNode;
import dev.parley.simulator.datastore.DataTree;
import dev.parley.simulator.datastore.Datastore;
import dev.parley.simulator.notification.EventStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/** Tells of the device's own sessions and changes, in the words of RFC 6470. Safe for any thread. */
final class ServerEvents implements ChangeListener {
    private final Optional<Notifications> notifications;
    private final LongFunction<Optional<SessionInfo>> sessions;

    /** How a session ended, by the names of RFC 6470. */
    record Termination(String reason, long killedBy) {
        static final Termination CLOSED = new Termination("closed", 0);
        static final Termination DROPPED = new Termination("dropped", 0);
        static final Termination OTHER = new Termination("other", 0);

        static Termination killed(long by) {
            return new Termination("killed", by);
        }
    }

    /**
     * Events that go into the stream {@code NETCONF}.
     *
     * @param sessions tells of the session of a number, as long as it is open
     */
    ServerEvents(Optional<Notifications> notifications, LongFunction<Optional<SessionInfo>> sessions) {
        this.notifications = notifications;
        this.sessions = sessions;
    }

    void sessionStarted(SessionInfo session) {
        tell("netconf-session-start", party(session));
    }

    void sessionEnded(SessionInfo session, Termination how) {
        String killedBy = how.killedBy() == 0 ? "" : leaf("killed-by", Long.toString(how.killedBy()));
        tell("netconf-session-end", party(session) + killedBy + leaf("termination-reason", how.reason()));
    }

    /** Capabilities came or went, by the device's own doing. */
    void capabilitiesChanged(List<String> added, List<String> deleted) {
        StringBuilder content = new StringBuilder("<changed-by><server/></changed-by>");
        added.forEach(uri -> content.append(leaf("added-capability", uri)));
        deleted.forEach(uri -> content.append(leaf("deleted-capability", uri)));
        tellAnyway("netconf-capability-change", content.toString());
    }

    @Override
    public void changed(long session, Datastore datastore, DataTree before, DataTree after) {
        StringBuilder content = new StringBuilder();
        String by = sessions.apply(session).map(ServerEvents::party).orElse("<server/>");
        content.append("<changed-by>").append(by).append("</changed-by>");
        content.append(leaf("datastore", datastore.wireName()));
        Map<QName, List<DataNode>> old = byName(before);
        Map<QName, List<DataNode>> now = byName(after);
        Stream.concat(old.keySet().stream(), now.keySet().stream()).distinct().forEach(name -> {
            if (!old.containsKey(name)) {
                content.append(edit(name, "create"));
            } else if (!now.containsKey(name)) {
                content.append(edit(name, "delete"));
            } else if (!now.get(name).equals(old.get(name))) {
                content.append(edit(name, "replace"));
            }
        });
        tell("netconf-config-change", content.toString());
    }

    private static Map<QName, List<DataNode>> byName(DataTree tree) {
        Map<QName, List<DataNode>> nodes = new LinkedHashMap<>();
        tree.nodes()
                .forEach(node -> nodes.merge(
                        node.name(),
                        List.of(node),
                        (some, one) ->
                                Stream.concat(some.stream(), one.stream()).toList()));
        return nodes;
    }

    private static String edit(QName name, String operation) {
        return "<edit><target xmlns:n0=\"" + ReplyWriter.escaped(name.getNamespaceURI()) + "\">/n0:"
                + name.getLocalPart() + "</target>" + leaf("operation", operation) + "</edit>";
    }

    @Override
    public void confirmedCommit(long session, ConfirmedCommit step, Duration timeout) {
        String who = sessions.apply(session).map(ServerEvents::party).orElse("");
        String wait = timeout.isZero() ? "" : leaf("timeout", Long.toString(timeout.toSeconds()));
        tell("netconf-confirmed-commit", who + leaf("confirm-event", step.name().toLowerCase(Locale.ROOT)) + wait);
    }

    private static String party(SessionInfo session) {
        return leaf("username", session.user())
                + leaf("session-id", Long.toString(session.id()))
                + (session.host().isEmpty() ? "" : leaf("source-host", session.host()));
    }

    private static String leaf(String name, String text) {
        return "<" + name + ">" + ReplyWriter.escaped(text) + "</" + name + ">";
    }

    private void tell(String name, String content) {
        if (notifications.filter(Notifications::tellsOfTheServer).isPresent()) {
            tellAnyway(name, content);
        }
    }

    private void tellAnyway(String name, String content) {
        String event = "<" + name + " xmlns=\"" + Namespaces.BASE_NOTIFICATIONS + "\">" + content + "</" + name + ">";
        notifications.ifPresent(some -> some.emit(EventStream.NETCONF, event));
    }
}
