package dev.parley.simulator;

import dev.parley.message.Namespaces;
import dev.parley.simulator.datastore.DataTree;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Something that happened, when, and as what it is told. Safe for any thread. */
final class Occurrence {
    private final Instant time;
    private final String event;
    private volatile @Nullable DataTree parsed;

    /**
     * Something that happened.
     *
     * @param event the element that tells what
     */
    Occurrence(Instant time, String event) {
        this.time = time.truncatedTo(ChronoUnit.MILLIS);
        this.event = event;
    }

    /** The end of the replay or of the subscription, by the name that RFC 5277 section 4 gives it. */
    static Occurrence mark(Instant time, String name) {
        return new Occurrence(time, "<" + name + " xmlns=\"" + Namespaces.EVENT_STREAMS + "\"/>");
    }

    Instant time() {
        return time;
    }

    String event() {
        return event;
    }

    /** The event as data, which filters want. */
    DataTree data() {
        DataTree known = parsed;
        if (known == null) {
            known = DataTree.parse(event);
            parsed = known;
        }
        return known;
    }

    /** The notification. */
    String message() {
        return message("<eventTime>" + time + "</eventTime>" + event);
    }

    static String message(String content) {
        return "<notification xmlns=\"" + Namespaces.NOTIFICATION + "\">" + content + "</notification>";
    }
}
