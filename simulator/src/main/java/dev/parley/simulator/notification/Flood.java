package dev.parley.simulator.notification;

/**
 * Events in numbers, for load tests. Each is numbered from 1, so that a subscriber can tell which were lost. Immutable; each
 * method gives a changed copy.
 *
 * @param stream the stream that they come from
 * @param events how many there are
 * @param pace how fast they come
 * @param perSecond how many in a second, where the pace is steady
 * @param payload how many bytes of text each carries
 */
public record Flood(String stream, long events, Pace pace, int perSecond, int payload) {

    /** Checks the numbers. */
    public Flood {
        if (events < 1 || payload < 0 || perSecond < 1) {
            throw new IllegalArgumentException("a flood has events, and they come at some rate");
        }
    }

    /** How fast events come. */
    public enum Pace {
        /**
         * As fast as each client takes them: to whoever has subscribed when the flood begins, and never into the stream's
         * memory; nothing is lost.
         */
        AS_TAKEN,
        /** So many in a second, into the stream, whether anybody takes them or not. */
        STEADY
    }

    /** So many events on {@code NETCONF}, with 100 bytes each, as fast as each subscriber takes them. */
    public static Flood of(long events) {
        return new Flood(EventStream.NETCONF, events, Pace.AS_TAKEN, 1, 100);
    }

    /** Into another stream. */
    public Flood stream(String name) {
        return new Flood(name, events, pace, perSecond, payload);
    }

    /** So many in a second, whether anybody takes them or not. */
    public Flood perSecond(int number) {
        return new Flood(stream, events, Pace.STEADY, number, payload);
    }

    /** With so many bytes of text each. */
    public Flood payload(int bytes) {
        return new Flood(stream, events, pace, perSecond, bytes);
    }

    /** The event of that number. */
    public String event(long number) {
        return "<flooded xmlns=\"urn:parley:generated\"><number>" + number + "</number><text>" + "x".repeat(payload)
                + "</text></flooded>";
    }
}
