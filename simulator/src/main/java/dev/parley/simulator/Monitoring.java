package dev.parley.simulator;

import dev.parley.simulator.datastore.DataNode;
import dev.parley.simulator.datastore.DataTree;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.xml.namespace.QName;

/** What a device tells about itself: {@code netconf-state}, as far as it goes here (RFC 6022 section 2.1). */
final class Monitoring {
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring";

    private Monitoring() {}

    static DataTree state(
            List<String> capabilities,
            Collection<SessionInfo> sessions,
            String transport,
            Instant start,
            long requests) {
        List<DataNode> uris =
                capabilities.stream().map(uri -> leaf("capability", uri)).toList();
        List<DataNode> entries = new ArrayList<>();
        for (SessionInfo session : sessions) {
            entries.add(node(
                    "session",
                    leaf("session-id", Long.toString(session.id())),
                    leaf("transport", transport),
                    leaf("username", session.user()),
                    leaf("source-host", session.host()),
                    leaf("login-time", time(session.since())),
                    leaf("in-rpcs", Long.toString(session.requests()))));
        }
        return DataTree.of(node(
                "netconf-state",
                DataNode.of(name("capabilities"), uris),
                DataNode.of(name("sessions"), entries),
                node(
                        "statistics",
                        leaf("netconf-start-time", time(start)),
                        leaf("in-sessions", Integer.toString(sessions.size())),
                        leaf("in-rpcs", Long.toString(requests)))));
    }

    private static DataNode node(String name, DataNode... children) {
        return DataNode.of(name(name), children);
    }

    private static DataNode leaf(String name, String text) {
        return DataNode.leaf(name(name), text);
    }

    private static QName name(String local) {
        return new QName(NAMESPACE, local);
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
