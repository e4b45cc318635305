package dev.parley.simulator;

import dev.parley.message.Namespaces;
import dev.parley.simulator.datastore.Datastores;
import dev.parley.simulator.fault.Ending;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open sessions of one device. Safe for any thread. */
final class Sessions {
    private final Datastores datastores;
    private final Map<Long, Session> open = new ConcurrentHashMap<>();
    private final Tally tally = new Tally();

    /** Whether a session gets notifications. */
    private enum Subscription {
        NONE,
        ALL
    }

    /** A session that both sides have opened. */
    private static final class Session {
        private final Conversation conversation;
        private final Instant since = Instant.now();
        private final Tally tally = new Tally();
        private volatile Subscription subscription = Subscription.NONE;

        Session(Conversation conversation) {
            this.conversation = conversation;
        }

        void execute(Runnable task) {
            conversation.context().executor().execute(task);
        }

        SessionInfo info() {
            return new SessionInfo(
                    conversation.sessionId(),
                    conversation.transport(),
                    conversation.user(),
                    conversation.peer(),
                    since,
                    tally.get(Tally.Of.REQUESTS),
                    tally.get(Tally.Of.BAD_REQUESTS),
                    tally.get(Tally.Of.ERRORS),
                    tally.get(Tally.Of.NOTIFICATIONS));
        }
    }

    /** Sessions whose ends these datastores are told of. */
    Sessions(Datastores datastores) {
        this.datastores = datastores;
    }

    void opened(Conversation conversation) {
        open.put(conversation.sessionId(), new Session(conversation));
    }

    /** Releases what the session held, which was closed or killed. Told once or more often. */
    void closed(long id) {
        if (open.remove(id) != null) {
            datastores.sessionEnded(id);
        }
    }

    /** Releases what the session held whose connection is gone; if nobody had closed it, it was dropped. */
    void gone(long id) {
        if (open.containsKey(id)) {
            tally.count(Tally.Of.DROPPED);
        }
        closed(id);
    }

    /** Counts something for the session and for all together. */
    void count(long id, Tally.Of what) {
        tally.count(what);
        Session session = open.get(id);
        if (session != null) {
            session.tally.count(what);
        }
    }

    /** What was counted for all sessions. */
    Tally tally() {
        return tally;
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
                count(session.conversation.sessionId(), Tally.Of.NOTIFICATIONS);
                session.execute(() -> session.conversation.sendMessage(bytes));
            }
        }
    }
}
