package dev.parley.notification;

import dev.parley.message.Capabilities;
import dev.parley.message.Namespaces;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the NETCONF server itself, in the words of RFC 6470: the notifications that every device with that module
 * sends. What of them a device leaves out is null or empty; words that the standard does not know stay as they came.
 */
public sealed interface ServerEvent {
    /** The one that a notification is; empty when it is another event. */
    static Optional<ServerEvent> of(Notification notification) {
        return notification.event().getNamespaceURI().equals(Namespaces.BASE_NOTIFICATIONS)
                ? ServerEventReader.read(notification)
                : Optional.empty();
    }

    /**
     * A NETCONF session and whose it is.
     *
     * @param username the user; empty where the device does not say
     * @param sessionId the session's number, 0 for one that is not NETCONF's, or null
     * @param sourceHost the address that it came from, or null
     */
    record Party(
            String username,
            @Nullable Long sessionId,
            @Nullable String sourceHost) {}

    /**
     * A change of something at a place in a datastore.
     *
     * @param target where; all of the datastore where the device does not say
     * @param operation merge, replace, create, delete or remove; empty where the device does not say
     */
    record Edit(InstanceIdentifier target, String operation) {}

    /**
     * A datastore was changed.
     *
     * @param by who did it, or null for the server itself
     * @param datastore running or startup
     * @param edits what exactly
     */
    record ConfigChange(@Nullable Party by, String datastore, List<Edit> edits) implements ServerEvent {
        public ConfigChange {
            edits = List.copyOf(edits);
        }
    }

    /**
     * The device can do more, or less, than it could.
     *
     * @param by who brought it about, or null for the server itself
     * @param added URIs that are new
     * @param deleted URIs that are gone
     * @param modified URIs whose parameters are new
     */
    record CapabilityChange(@Nullable Party by, List<String> added, List<String> deleted, List<String> modified)
            implements ServerEvent {
        public CapabilityChange {
            added = List.copyOf(added);
            deleted = List.copyOf(deleted);
            modified = List.copyOf(modified);
        }

        /** What the device can do now that could do that before. */
        public Capabilities appliedTo(Capabilities before) {
            return before.changed(added, deleted, modified);
        }
    }

    /** A session began. */
    record SessionStart(Party session) implements ServerEvent {}

    /**
     * A session ended.
     *
     * @param session which
     * @param killedBy the session that ended it, or null
     * @param reason closed, killed, dropped, timeout, bad-hello or other
     */
    record SessionEnd(Party session, @Nullable Long killedBy, String reason) implements ServerEvent {}

    /**
     * A confirmed commit began, went on or ended.
     *
     * @param by whose it is
     * @param event start, cancel, timeout, extend or complete
     * @param timeout how long the device waits for the confirmation, where it waits
     */
    record ConfirmedCommit(Party by, String event, @Nullable Duration timeout) implements ServerEvent {}
}
