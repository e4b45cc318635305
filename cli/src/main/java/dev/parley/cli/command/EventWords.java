package dev.parley.cli.command;

import dev.parley.error.OneLine;
import dev.parley.error.ProtocolException;
import dev.parley.notification.Notification;
import dev.parley.notification.ServerEvent;
import dev.parley.notification.ServerEvent.CapabilityChange;
import dev.parley.notification.ServerEvent.ConfigChange;
import dev.parley.notification.ServerEvent.ConfirmedCommit;
import dev.parley.notification.ServerEvent.Party;
import dev.parley.notification.ServerEvent.SessionEnd;
import dev.parley.notification.ServerEvent.SessionStart;
import dev.parley.xml.XmlReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/** What a notification says, in a few words on one line. */
final class EventWords {
    private static final int LONGEST_VALUE = 200;
    private static final int MOST_VALUES = 40;
    private static final int MOST_EDITS = 5;

    private EventWords() {}

    static String of(Notification notification) {
        return OneLine.of(ServerEvent.of(notification).map(EventWords::of).orElseGet(() -> values(notification)));
    }

    private static String of(ServerEvent event) {
        if (event instanceof ConfigChange change) {
            return change.datastore() + " changed by " + by(change.by()) + edits(change);
        }
        if (event instanceof CapabilityChange change) {
            return "by " + by(change.by()) + each(" +", change.added()) + each(" -", change.deleted())
                    + each(" ~", change.modified());
        }
        if (event instanceof SessionStart start) {
            return by(start.session());
        }
        if (event instanceof SessionEnd end) {
            return by(end.session())
                    + (end.reason().isEmpty() ? "" : ": " + end.reason())
                    + (end.killedBy() == null ? "" : " by session " + end.killedBy());
        }
        ConfirmedCommit commit = (ConfirmedCommit) event;
        Duration timeout = commit.timeout();
        return commit.event() + " by " + by(commit.by())
                + (timeout == null ? "" : ", to be confirmed within " + timeout.toSeconds() + " s");
    }

    private static String by(@Nullable Party party) {
        if (party == null) {
            return "the device itself";
        }
        String user = party.username().isEmpty() ? "somebody" : party.username();
        return user
                + (party.sessionId() == null ? "" : ", session " + party.sessionId())
                + (party.sourceHost() == null ? "" : ", from " + party.sourceHost());
    }

    private static String edits(ConfigChange change) {
        if (change.edits().isEmpty()) {
            return "";
        }
        int more = change.edits().size() - MOST_EDITS;
        return change.edits().stream()
                .limit(MOST_EDITS)
                .map(edit -> edit.operation() + " " + edit.target())
                .collect(Collectors.joining(", ", ": ", more > 0 ? ", and " + more + " more" : ""));
    }

    private static String each(String sign, List<String> uris) {
        return uris.stream().map(uri -> sign + uri).collect(Collectors.joining());
    }

    /** The leaves, by their names, in their order. */
    private static String values(Notification notification) {
        List<String> values = new ArrayList<>();
        try {
            XmlReader in = notification.content().reader();
            in.nextTag();
            String open = null;
            StringBuilder text = new StringBuilder();
            while (in.hasNext() && values.size() < MOST_VALUES) {
                switch (in.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        open = in.getLocalName();
                        text.setLength(0);
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (text.length() < LONGEST_VALUE) {
                            text.append(in.getText());
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        if (open != null) {
                            values.add(open + value(text.toString().strip()));
                            open = null;
                        }
                    }
                    default -> {
                        // comments say nothing
                    }
                }
            }
        } catch (ProtocolException e) {
            values.add("(" + e.getMessage() + ")");
        }
        return String.join(" ", values);
    }

    private static String value(String text) {
        String shown = text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
        return shown.isEmpty() ? "" : "=" + (shown.indexOf(' ') < 0 ? shown : "\"" + shown + "\"");
    }
}
