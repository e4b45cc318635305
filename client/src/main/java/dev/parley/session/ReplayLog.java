package dev.parley.session;

import dev.parley.notification.EventStream;
import dev.parley.notification.EventTime;
import dev.parley.session.StreamItem.Continuity;
import dev.parley.session.StreamItem.Resumed;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a device says of the log that it replays a stream from (RFC 5277 section 3.2.5), and what follows for a replay. */
sealed interface ReplayLog {
    /** What is said of one stream in the list of all. */
    static ReplayLog of(String name, List<EventStream> streams) {
        for (EventStream stream : streams) {
            if (stream.name().equals(name)) {
                return of(stream);
            }
        }
        return new Hidden("the device does not list its stream " + name);
    }

    private static ReplayLog of(EventStream stream) {
        if (!stream.replaySupport()) {
            return new None(stream.name());
        }
        Instant created = instant(stream.replayLogCreationTime());
        Instant aged = instant(stream.replayLogAgedTime());
        return created == null && aged == null
                ? new Hidden("the device does not say since when it keeps its stream " + stream.name())
                : new Kept(created, aged);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** The list of streams cannot be had. */
    static ReplayLog hidden(Throwable why) {
        return new Hidden("the device's list of streams cannot be had: " + why.getMessage());
    }

    /** Whether the device says that it keeps nothing. */
    default boolean isNone() {
        return this instanceof None;
    }

    /** What is told of a replay from the time of the last notification, or of the one before it that was asked for. */
    Resumed replayFrom(Instant from);

    /** What is told of a replay from a time by our clock, because the device has said none yet. */
    default Resumed replayFromOurTime(Instant from) {
        Resumed otherwise = replayFrom(from);
        return otherwise.continuity() == Continuity.LOG_TOO_YOUNG
                ? otherwise
                : new Resumed(
                        from,
                        Continuity.BY_OUR_CLOCK,
                        "nothing had come yet, so the device replays from the beginning of the subscription by our clock"
                                + (otherwise.continuity() == Continuity.SEAMLESS ? "" : "; " + otherwise.remark()));
    }

    /**
     * There is one.
     *
     * @param created when it was begun, or null
     * @param aged when that happened which it forgot last, or null
     */
    record Kept(@Nullable Instant created, @Nullable Instant aged) implements ReplayLog {
        @Override
        public Resumed replayFrom(Instant from) {
            // of what happened at the same time, some may be forgotten and some not
            if (aged != null && !aged.isBefore(from)) {
                return new Resumed(
                        from,
                        Continuity.LOG_TOO_YOUNG,
                        "the device's log has forgotten what happened up to " + EventTime.text(aged)
                                + ", so something from between these times may be missing");
            }
            return created != null && created.isAfter(from)
                    ? new Resumed(
                            from,
                            Continuity.LOG_TOO_YOUNG,
                            "the device's log begins at " + EventTime.text(created)
                                    + ", so what happened between these times is missing")
                    : new Resumed(from, Continuity.SEAMLESS, "the device replays what happened meanwhile");
        }
    }

    /**
     * There is none, the device says.
     *
     * @param stream the stream's name
     */
    record None(String stream) implements ReplayLog {
        @Override
        public Resumed replayFrom(Instant from) {
            return new Hidden("the device says that its stream " + stream + " keeps no log").replayFrom(from);
        }
    }

    /**
     * It is not known how far back it reaches.
     *
     * @param why why not
     */
    record Hidden(String why) implements ReplayLog {
        @Override
        public Resumed replayFrom(Instant from) {
            return new Resumed(
                    from,
                    Continuity.UNKNOWN,
                    "the device agreed to a replay, but whether its log reaches back so far is not known: " + why);
        }
    }
}
