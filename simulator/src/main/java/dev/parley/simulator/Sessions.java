package dev.parley.simulator;

import dev.parley.message.Namespaces;
import dev.parley.simulator.datastore.Datastores;
import dev.parley.simulator.fault.Ending;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The open sessions of one device. Safe for any thread. */
final class Sessions {
    private final Datastores datastores;
    private final Map<Long, Session> open = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();

    /** Whether a session gets notifications. */
    private enum Subscription {
        NONE,
        ALL
    }

    /** A session that both sides have opened. */
    private static final class Session {
        private final Conversation conversation;
        private final Instant since = Instant.now();
        private final AtomicLong requests = new AtomicLong();
        private volatile Subscription subscription = Subscription.NONE;

        Session(Conversation conversation) {
            this.conversation = conversation;
        }

        void execute(Runnable task) {
            conversation.context().executor().execute(task);
        }

        SessionInfo info() {
            return new SessionInfo(
                    conversation.sessionId(), conversation.user(), conversation.peer(), since, requests.get());
        }
    }

    /** Sessions whose ends these datastores are told of. */
    Sessions(Datastores datastores) {
        this.datastores = datastores;
    }

    void opened(Conversation conversation) {
        open.put(conversation.sessionId(), new Session(conversation));
    }

    /** Releases what the session held. Told once or more often. */
    void closed(long id) {
        if (open.remove(id) != null) {
            datastores.sessionEnded(id);
        }
    }

    void countRequest(long id) {
        requests.incrementAndGet();
        Session session = open.get(id);
        if (session != null) {
            session.requests.incrementAndGet();
        }
    }

    long requests() {
        return requests.get();
    }

    List<SessionInfo> infos() {
        return open.values().stream().map(Session::info).toList();
    }

    /** Ends a session and releases what it held; false if there is none of that number. */
    boolean end(long id, Ending ending, String why) {
        Session session = open.get(id);
        if (session == null) {
            return false;
        }
        closed(id);
        session.execute(() -> session.conversation.end(ending, why));
        return true;
    }

    /** Sends the session every notification from now on; false if there is none of that number. */
    boolean subscribe(long id) {
        Session session = open.get(id);
        if (session == null) {
            return false;
        }
        session.subscription = Subscription.ALL;
        return true;
    }

    /** Sends an event to the sessions that have subscribed (RFC 5277 section 4). */
    void publish(String event) {
        String message = "<notification xmlns=\"" + Namespaces.NOTIFICATION + "\"><eventTime>"
                + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "</eventTime>" + event + "</notification>";
        byte[] bytes = ReplyWriter.utf8(message);
        for (Session session : open.values()) {
            if (session.subscription == Subscription.ALL) {
                session.execute(() -> session.conversation.sendMessage(bytes));
            }
        }
    }
}
