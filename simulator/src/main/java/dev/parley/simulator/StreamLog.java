package dev.parley.simulator;

import dev.parley.message.Namespaces;
import dev.parley.simulator.datastore.DataNode;
import dev.parley.simulator.notification.EventStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * One stream of events: the last of them, and who has subscribed. A subscriber gets every event exactly once, from the log
 * or live. Safe for any thread; holds its monitor while subscribers queue an event, and they block for nothing.
 */
final class StreamLog {
    private final EventStream stream;
    private final Instant created;

    // Guarded by this.
    private final Deque<Occurrence> events = new ArrayDeque<>();
    private final List<Subscription> subscribers = new ArrayList<>();
    private @Nullable Instant aged;

    StreamLog(EventStream stream, Instant created) {
        this.stream = stream;
        this.created = created.truncatedTo(ChronoUnit.MILLIS);
    }

    EventStream stream() {
        return stream;
    }

    synchronized void add(Occurrence event) {
        if (stream.hasReplay()) {
            events.add(event);
            if (events.size() > stream.remembered()) {
                aged = events.remove().time();
            }
        }
        subscribers.forEach(subscriber -> subscriber.offer(event));
    }

    /** Tells the subscriber of what happened from a time on, if it wants that, and of all that happens from now on. */
    synchronized void subscribe(Subscription subscriber, @Nullable Instant from) {
        List<Occurrence> replayed = from == null
                ? List.of()
                : events.stream().filter(event -> !event.time().isBefore(from)).toList();
        subscriber.replay(replayed);
        subscribers.add(subscriber);
    }

    synchronized void unsubscribe(Subscription subscriber) {
        subscribers.remove(subscriber);
    }

    synchronized List<Subscription> subscribers() {
        return List.copyOf(subscribers);
    }

    /** The stream as {@code get} tells of it (RFC 5277 section 3.2.5). */
    synchronized DataNode entry() {
        List<DataNode> leaves = new ArrayList<>(List.of(
                leaf("name", stream.name()),
                leaf("description", stream.description()),
                leaf("replaySupport", Boolean.toString(stream.hasReplay()))));
        if (stream.hasReplay()) {
            leaves.add(leaf("replayLogCreationTime", created.toString()));
            if (aged != null) {
                leaves.add(leaf("replayLogAgedTime", aged.toString()));
            }
        }
        return DataNode.of(name("stream"), leaves);
    }

    private static DataNode leaf(String name, String text) {
        return DataNode.leaf(name(name), text);
    }

    static QName name(String local) {
        return new QName(Namespaces.EVENT_STREAMS, local);
    }
}
