package dev.parley.simulator;

import dev.parley.simulator.ServerEvents.Termination;
import dev.parley.simulator.datastore.Datastores;
import dev.parley.simulator.fault.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The open sessions of one device. Safe for any thread. */
final class Sessions {
    private final Datastores datastores;
    private final Map<Long, Session> open = new ConcurrentHashMap<>();
    private final Tally tally = new Tally();
    private final ServerEvents events;

    /** A session that both sides have opened. */
    private static final class Session {
        private final Conversation conversation;
        private final Instant since = Instant.now();
        private final Tally tally = new Tally();
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile @Nullable Subscription subscription;

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

    /** Sessions whose ends these datastores are told of, and whose course is told of as events. */
    Sessions(Datastores datastores, ServerEvents events) {
        this.datastores = datastores;
        this.events = events;
    }

    void opened(Conversation conversation) {
        Session session = new Session(conversation);
        open.put(conversation.sessionId(), session);
        events.sessionStarted(session.info());
    }

    /** Releases what the session held, which ended so. Told once or more often; what is told first is true. */
    void ended(long id, Termination how) {
        Session session = open.get(id);
        if (session == null || !session.ended.compareAndSet(false, true)) {
            return;
        }
        if (how.equals(Termination.DROPPED)) {
            tally.count(Tally.Of.DROPPED);
        }
        SessionInfo info = session.info();
        datastores.sessionEnded(id);
        open.remove(id);
        Subscription subscription = session.subscription;
        if (subscription != null) {
            subscription.end();
        }
        events.sessionEnded(info, how);
    }

    /** A request was served. What its session got by it is released if that was ended meanwhile, from another thread. */
    void served(long id) {
        Session session = open.get(id);
        if (session == null || session.ended.get()) {
            datastores.sessionEnded(id);
        }
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

    /** The open session of that number. */
    Optional<SessionInfo> info(long id) {
        return Optional.ofNullable(open.get(id)).map(Session::info);
    }

    /** Ends a session and releases what it held; false if there is none of that number. */
    boolean end(long id, Ending ending, Termination how, String why) {
        Session session = open.get(id);
        if (session == null) {
            return false;
        }
        ended(id, how);
        session.execute(() -> session.conversation.end(ending, why));
        return true;
    }

    /** The session's subscription that is not over. */
    Optional<Subscription> subscription(long id) {
        return Optional.ofNullable(open.get(id))
                .map(session -> session.subscription)
                .filter(Subscription::isActive);
    }

    /** Lets the session have that subscription. */
    void subscribed(long id, Subscription subscription) {
        Session session = open.get(id);
        if (session == null) {
            subscription.end();
        } else {
            session.subscription = subscription;
        }
    }
}
