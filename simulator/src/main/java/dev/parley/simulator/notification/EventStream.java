package dev.parley.simulator.notification;

/**
 * A stream of events to which clients can subscribe (RFC 5277 section 3.2). Immutable; each method gives a changed copy.
 *
 * @param name its name
 * @param description what it is for
 * @param remembered how many events the device keeps for those who come later; 0 is a stream without replay
 */
public record EventStream(String name, String description, int remembered) {
    /** The stream that every device with notifications has (RFC 5277 section 3.2.3). */
    public static final String NETCONF = "NETCONF";

    private static final int USUALLY_REMEMBERED = 1000;

    /** Checks the values. */
    public EventStream {
        if (name.isEmpty() || remembered < 0) {
            throw new IllegalArgumentException("a stream has a name and remembers no fewer events than none");
        }
    }

    /** A stream that remembers its last 1000 events. */
    public static EventStream named(String name) {
        return new EventStream(name, "events of " + name, USUALLY_REMEMBERED);
    }

    /** With another description. */
    public EventStream description(String text) {
        return new EventStream(name, text, remembered);
    }

    /** Remembering its last events, so many. */
    public EventStream remembering(int events) {
        return new EventStream(name, description, events);
    }

    /** Remembering nothing: without replay. */
    public EventStream withoutReplay() {
        return remembering(0);
    }

    /** Whether clients can have events from before they subscribed. */
    public boolean hasReplay() {
        return remembered > 0;
    }
}
