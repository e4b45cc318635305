package dev.parley.simulator;

import dev.parley.message.Namespaces;
import dev.parley.simulator.datastore.DataNode;
import dev.parley.simulator.datastore.DataTree;
import dev.parley.simulator.datastore.Datastore;
import dev.parley.simulator.datastore.Datastores;
import dev.parley.simulator.yang.LibraryVersion;
import dev.parley.simulator.yang.LibraryWriter;
import dev.parley.simulator.yang.YangModules;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;

/**
 * What a device tells about itself: {@code netconf-state} (RFC 6022 section 2.1) and its library of modules.
 *
 * @param capabilities what its hello announces
 * @param datastores its configuration, with the locks on it
 * @param sessions who talks to it
 * @param modules its modules
 * @param libraries in which forms it lists them
 * @param streams the streams of its events, if it has any
 * @param start when it was started
 */
record Monitoring(
        List<String> capabilities,
        Datastores datastores,
        Sessions sessions,
        YangModules modules,
        Set<LibraryVersion> libraries,
        Optional<Notifications> streams,
        Instant start) {
    private static final List<Tally.Of> OF_A_SESSION =
            List.of(Tally.Of.REQUESTS, Tally.Of.BAD_REQUESTS, Tally.Of.ERRORS, Tally.Of.NOTIFICATIONS);

    /**
     * What the hello says of all this: the namespace of monitoring, as devices do that do not give its module to anybody, the
     * libraries, and the modules.
     */
    static List<String> announced(YangModules modules, List<LibraryVersion> libraries) {
        List<String> uris = new ArrayList<>(List.of(Namespaces.MONITORING));
        if (!modules.isEmpty()) {
            libraries.forEach(library -> uris.add(library.capability(modules)));
            uris.addAll(modules.capabilities());
        }
        return uris;
    }

    /** The device at this moment. */
    DataTree state() {
        LibraryWriter library = new LibraryWriter(modules);
        List<DataNode> nodes = new ArrayList<>();
        nodes.add(DataNode.of(
                name("netconf-state"),
                DataNode.of(
                        name("capabilities"),
                        capabilities.stream()
                                .map(uri -> leaf("capability", uri))
                                .toList()),
                datastoreList(),
                library.schemas(),
                DataNode.of(
                        name("sessions"),
                        sessions.infos().stream().map(Monitoring::session).toList()),
                statistics()));
        if (!modules.isEmpty() && libraries.contains(LibraryVersion.RFC_8525)) {
            nodes.add(library.yangLibrary(
                    present().stream().map(Datastore::wireName).toList()));
        }
        if (!modules.isEmpty() && libraries.contains(LibraryVersion.RFC_7895)) {
            nodes.add(library.modulesState());
        }
        streams.ifPresent(known -> nodes.add(known.state()));
        return DataTree.of(nodes);
    }

    private List<Datastore> present() {
        List<Datastore> present = new ArrayList<>();
        for (Datastore datastore : Datastore.values()) {
            if (datastores.has(datastore)) {
                present.add(datastore);
            }
        }
        return present;
    }

    private DataNode datastoreList() {
        List<DataNode> entries = new ArrayList<>();
        for (Datastore datastore : present()) {
            List<DataNode> nodes = new ArrayList<>(List.of(leaf("name", datastore.wireName())));
            Optional<Datastores.HeldLock> lock = datastores.heldLock(datastore);
            lock.ifPresent(held -> nodes.add(DataNode.of(
                    name("locks"),
                    DataNode.of(
                            name("global-lock"),
                            leaf("locked-by-session", Long.toString(held.session())),
                            leaf("locked-time", time(held.since()))))));
            entries.add(DataNode.of(name("datastore"), nodes));
        }
        return DataNode.of(name("datastores"), entries);
    }

    private static DataNode session(SessionInfo session) {
        List<DataNode> nodes = new ArrayList<>(List.of(
                leaf("session-id", Long.toString(session.id())),
                leaf("transport", session.transport()),
                leaf("username", session.user())));
        if (!session.host().isEmpty()) {
            nodes.add(leaf("source-host", session.host()));
        }
        nodes.add(leaf("login-time", time(session.since())));
        OF_A_SESSION.forEach(what -> nodes.add(leaf(what.leaf(), Long.toString(session.count(what)))));
        return DataNode.of(name("session"), nodes);
    }

    private DataNode statistics() {
        List<DataNode> nodes = new ArrayList<>(List.of(leaf("netconf-start-time", time(start))));
        for (Tally.Of what : Tally.Of.values()) {
            nodes.add(leaf(what.leaf(), Long.toString(sessions.tally().get(what))));
        }
        return DataNode.of(name("statistics"), nodes);
    }

    private static DataNode leaf(String name, String text) {
        return DataNode.leaf(name(name), text);
    }

    private static QName name(String local) {
        return new QName(Namespaces.MONITORING, local);
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
