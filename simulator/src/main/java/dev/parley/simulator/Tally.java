package dev.parley.simulator;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What a device counts, for one session or for all together (RFC 6022 sections 2.1.4 and 2.1.5). Safe for any thread. */
final class Tally {
    /** The counters are of 32 bits, and begin again at 0. */
    private static final long WRAP = 0xffff_ffffL;

    private final Map<Of, AtomicLong> counts = new EnumMap<>(Of.class);

    /** What is counted. */
    enum Of {
        /** Messages in the place of a hello that were none, or one that the device cannot work with. */
        BAD_HELLOS("in-bad-hellos"),
        /** Sessions that were started, by a hello from the device. */
        SESSIONS("in-sessions"),
        /** Sessions that ended in another way than by close-session or kill-session. */
        DROPPED("dropped-sessions"),
        /** Correct requests. */
        REQUESTS("in-rpcs"),
        /** Messages in the place of a request that were none. */
        BAD_REQUESTS("in-bad-rpcs"),
        /** Replies with an error in them. */
        ERRORS("out-rpc-errors"),
        /** Notifications that were sent. */
        NOTIFICATIONS("out-notifications");

        private final String leaf;

        Of(String leaf) {
            this.leaf = leaf;
        }

        /** Its name in {@code netconf-state}. */
        String leaf() {
            return leaf;
        }
    }

    Tally() {
        for (Of what : Of.values()) {
            counts.put(what, new AtomicLong());
        }
    }

    void count(Of what) {
        counter(what).incrementAndGet();
    }

    long get(Of what) {
        return counter(what).get() & WRAP;
    }

    private AtomicLong counter(Of what) {
        AtomicLong counter = counts.get(what);
        if (counter == null) {
            throw new IllegalStateException("nobody counts " + what);
        }
        return counter;
    }
}
