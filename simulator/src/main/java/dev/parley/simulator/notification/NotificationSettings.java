package dev.parley.simulator.notification;

import java.util.ArrayList;
import java.util.List;

/**
 * How a device notifies its clients (RFC 5277). Immutable; each method gives a changed copy.
 *
 * @param streams its streams, of which no two have one name; {@code NETCONF} is among them
 * @param interleave whether it serves requests on a session that has subscribed (RFC 5277 section 6)
 * @param serverEvents whether it tells of its own sessions, changes and confirmed commits (RFC 6470)
 * @param queue how many notifications wait at most for a client that does not read; further ones are lost to it
 */
public record NotificationSettings(
        List<EventStream> streams, Interleave interleave, ServerEvents serverEvents, int queue) {

    /** Checks the values. */
    public NotificationSettings {
        streams = List.copyOf(streams);
        long names = streams.stream().map(EventStream::name).distinct().count();
        if (names < streams.size()
                || streams.stream().noneMatch(stream -> stream.name().equals(EventStream.NETCONF))) {
            throw new IllegalArgumentException("streams of different names, and NETCONF among them");
        }
        if (queue < 1) {
            throw new IllegalArgumentException("at least one notification has to wait");
        }
    }

    /** Whether requests are served on a session that has subscribed. */
    public enum Interleave {
        /** They are. */
        SERVED,
        /** Only {@code close-session} is. */
        REFUSED
    }

    /** Whether a device tells of itself. */
    public enum ServerEvents {
        /** Only what it is told to tell. */
        NOT_TOLD,
        /** Sessions that begin and end, changes of configuration, confirmed commits. */
        TOLD
    }

    /** The stream {@code NETCONF} with its last 1000 events; requests are served; nothing is told and nothing lost. */
    public static NotificationSettings usual() {
        EventStream netconf = EventStream.named(EventStream.NETCONF).description("all events of the device");
        return new NotificationSettings(List.of(netconf), Interleave.SERVED, ServerEvents.NOT_TOLD, Integer.MAX_VALUE);
    }

    /** With that stream, in place of one of the same name. */
    public NotificationSettings stream(EventStream stream) {
        List<EventStream> all = new ArrayList<>(streams);
        all.removeIf(each -> each.name().equals(stream.name()));
        all.add(stream);
        return new NotificationSettings(all, interleave, serverEvents, queue);
    }

    /** Refusing requests on a session that has subscribed, other than its end. */
    public NotificationSettings withoutInterleave() {
        return new NotificationSettings(streams, Interleave.REFUSED, serverEvents, queue);
    }

    /** Telling of its own sessions, changes and confirmed commits on {@code NETCONF} (RFC 6470). */
    public NotificationSettings withServerEvents() {
        return new NotificationSettings(streams, interleave, ServerEvents.TOLD, queue);
    }

    /** Letting so many notifications wait for a client that does not read. */
    public NotificationSettings queue(int notifications) {
        return new NotificationSettings(streams, interleave, serverEvents, notifications);
    }
}
