package dev.parley.notification;

import dev.parley.notification.ServerEvent.CapabilityChange;
import dev.parley.notification.ServerEvent.ConfigChange;
import dev.parley.notification.ServerEvent.ConfirmedCommit;
import dev.parley.notification.ServerEvent.Edit;
import dev.parley.notification.ServerEvent.Party;
import dev.parley.notification.ServerEvent.SessionEnd;
import dev.parley.notification.ServerEvent.SessionStart;
import dev.parley.xml.XmlNames;
import dev.parley.xml.XmlReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/** Reads the notifications of RFC 6470: one pass, and what the module does not know is skipped. */
final class ServerEventReader {
    /** Longer than an address, a name or an instance identifier has to be. */
    private static final int LONGEST = 100_000;

    private final Map<String, List<String>> leaves = new HashMap<>();
    private final List<Edit> edits = new ArrayList<>();

    private ServerEventReader() {}

    static Optional<ServerEvent> read(Notification notification) {
        ServerEventReader read = new ServerEventReader();
        XmlReader in = notification.content().reader();
        in.nextTag();
        read.children(in, XmlNames.declared(in));
        return switch (notification.event().getLocalPart()) {
            case "netconf-config-change" ->
                Optional.of(new ConfigChange(read.changedBy(), read.datastore(), read.edits));
            case "netconf-capability-change" ->
                Optional.of(new CapabilityChange(
                        read.changedBy(),
                        read.all("added-capability"),
                        read.all("deleted-capability"),
                        read.all("modified-capability")));
            case "netconf-session-start" -> Optional.of(new SessionStart(read.party()));
            case "netconf-session-end" ->
                Optional.of(new SessionEnd(read.party(), read.number("killed-by"), read.text("termination-reason")));
            case "netconf-confirmed-commit" ->
                Optional.of(new ConfirmedCommit(read.party(), read.text("confirm-event"), read.timeout()));
            default -> Optional.empty();
        };
    }

    /** The leaves of the notification; no two of them in it and in {@code changed-by} have the same name. */
    private void children(XmlReader in, Map<String, String> scope) {
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            String name = in.getLocalName();
            switch (name) {
                case "changed-by" -> children(in, scope);
                case "edit" -> edits.add(edit(in, inside(scope, in)));
                default ->
                    leaves.computeIfAbsent(name, none -> new ArrayList<>()).add(in.text(LONGEST));
            }
        }
    }

    private static Map<String, String> inside(Map<String, String> scope, XmlReader in) {
        if (in.getNamespaceCount() == 0) {
            return scope;
        }
        Map<String, String> inner = new HashMap<>(scope);
        inner.putAll(XmlNames.declared(in));
        return inner;
    }

    private static Edit edit(XmlReader in, Map<String, String> scope) {
        InstanceIdentifier target = InstanceIdentifier.of("");
        String operation = "";
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            switch (in.getLocalName()) {
                case "target" -> {
                    Map<String, String> declared = inside(scope, in);
                    target = InstanceIdentifier.in(declared, in.text(LONGEST));
                }
                case "operation" -> operation = in.text(LONGEST);
                default -> in.skipElement();
            }
        }
        return new Edit(target, operation);
    }

    private List<String> all(String name) {
        return leaves.getOrDefault(name, List.of());
    }

    private String text(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? "" : values.get(0);
    }

    private @Nullable Long number(String name) {
        String digits = text(name);
        return digits.matches("\\d{1,10}") ? Long.valueOf(digits) : null;
    }

    /** The module's default is running. */
    private String datastore() {
        String name = text("datastore");
        return name.isEmpty() ? "running" : name;
    }

    private @Nullable Duration timeout() {
        Long seconds = number("timeout");
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private @Nullable Party changedBy() {
        return leaves.containsKey("server") && !leaves.containsKey("username") ? null : party();
    }

    private Party party() {
        String host = text("source-host");
        return new Party(text("username"), number("session-id"), host.isEmpty() ? null : host);
    }
}
