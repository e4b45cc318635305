package dev.parley.monitoring;

import dev.parley.message.Capabilities;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a device tells about its NETCONF server: {@code netconf-state} (RFC 6022 section 2). Where a device leaves something
 * out, or it was not asked for, lists and texts are empty, times are null, and numbers are {@code -1}.
 *
 * @param capabilities what it announces
 * @param datastores its datastores with the locks on them
 * @param schemas the data models that get-schema gives, and others that it only knows where to find
 * @param sessions the sessions that are open, ours among them
 * @param statistics what it counted, for all sessions together; null where it tells nothing of that
 */
public record NetconfState(
        Capabilities capabilities,
        List<DatastoreState> datastores,
        List<SchemaEntry> schemas,
        List<SessionState> sessions,
        @Nullable Statistics statistics) {
    public NetconfState {
        datastores = List.copyOf(datastores);
        schemas = List.copyOf(schemas);
        sessions = List.copyOf(sessions);
    }

    /** The session of that number. */
    public Optional<SessionState> session(long id) {
        return sessions.stream().filter(session -> session.id() == id).findFirst();
    }

    /**
     * A datastore (RFC 6022 section 2.1.2).
     *
     * @param name its name: {@code running}
     * @param lock the lock on all of it, or null
     * @param partialLocks the locks on parts of it (RFC 5717)
     */
    public record DatastoreState(String name, @Nullable Lock lock, List<PartialLock> partialLocks) {
        public DatastoreState {
            partialLocks = List.copyOf(partialLocks);
        }
    }

    /**
     * A lock.
     *
     * @param session the number of the session that holds it; 0 where the holder is no NETCONF session
     * @param since since when, or null
     */
    public record Lock(long session, @Nullable OffsetDateTime since) {}

    /**
     * A lock on parts of a datastore.
     *
     * @param id its number
     * @param lock who holds it
     * @param select the expressions that it was asked for with
     * @param nodes the nodes that are locked
     */
    public record PartialLock(long id, Lock lock, List<String> select, List<String> nodes) {
        public PartialLock {
            select = List.copyOf(select);
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * A data model that the device knows (RFC 6022 section 2.1.3).
     *
     * @param identifier the name of the module
     * @param version its revision; empty where it has none
     * @param format the language, as the device calls it, without prefix: {@code yang}
     * @param namespace its namespace
     * @param locations where to get it: {@code NETCONF} for get-schema, or URLs
     */
    public record SchemaEntry(
            String identifier, String version, String format, String namespace, List<String> locations) {
        public SchemaEntry {
            locations = List.copyOf(locations);
        }
    }

    /**
     * A session (RFC 6022 section 2.1.4).
     *
     * @param id its number
     * @param transport what carries it, as the device calls it, without prefix: {@code netconf-ssh}
     * @param user the user's name
     * @param host where the client is
     * @param loginTime since when it is open, or null
     * @param counters what happened in it
     */
    public record SessionState(
            long id,
            String transport,
            String user,
            String host,
            @Nullable OffsetDateTime loginTime,
            Counters counters) {}

    /**
     * What happened in a session, or in all of them. The counters have 32 bits on the device, and begin again at 0.
     *
     * @param inRpcs correct requests that the device received
     * @param inBadRpcs messages that should have been requests and were not
     * @param outRpcErrors replies with an error in them
     * @param outNotifications notifications that the device sent
     */
    public record Counters(long inRpcs, long inBadRpcs, long outRpcErrors, long outNotifications) {}

    /**
     * What the device counted since its server was started (RFC 6022 section 2.1.5).
     *
     * @param startTime when that was, or null
     * @param inBadHellos hellos that it could not work with
     * @param inSessions sessions that were started
     * @param droppedSessions sessions that ended by themselves, rather than by close-session or kill-session
     * @param counters what happened in all sessions together
     */
    public record Statistics(
            @Nullable OffsetDateTime startTime,
            long inBadHellos,
            long inSessions,
            long droppedSessions,
            Counters counters) {}
}
