package dev.parley.tls;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Side by side resumption. A provider keeps one session for a name and port, and a ticket of TLS 1.3 is good for one connection
 * (RFC 9846 appendix C.4, S-02): of several that are opened at once one would resume. So a server has several names, which only
 * the provider sees: each connection takes a lane of its own, resumes with the ticket that is kept there, and gives the lane back
 * when its own ticket has come. The lane used last is used next, so whoever opens one session after the other needs one lane.
 *
 * <p>Servers give more tickets than are used, two at a time by custom, and a provider keeps all of them up to its limit. So that limit
 * is told from here, and goes up with the servers and lanes that there are: many contexts with a server each keep a few sessions each.
 *
 * <p>In TLS 1.2 a session resumes any number of times at once: then all share one lane.
 *
 * <p>Safe for all threads.
 */
final class Lanes {
    /** So many tickets are kept for a server; further connections at the same time share lanes, and seldom resume. */
    private static final int MOST = 64;

    /** Of so many servers it is known which lanes have tickets, as many as JSSE keeps sessions of. */
    private static final int MOST_SERVERS = 20_480;

    /** The limit for a context that has one server, and lanes to it one after the other. */
    static final int LEAST_SESSIONS = 4;

    /** The limit for many servers, which is the one that JSSE has by itself. */
    private static final int MOST_SESSIONS = 20_480;

    /** The limit for each of several servers: one that is opened often has so many before those of the others are lost to it. */
    private static final int FOR_EACH = 64;

    private final IntConsumer limit;
    private int lanes;
    private int sessions = LEAST_SESSIONS;

    private final Map<Server, Road> roads = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Server, Road> eldest) {
            return size() > MOST_SERVERS;
        }
    };

    /**
     * @param limit is told how many sessions are to be kept when it is more than {@link #LEAST_SESSIONS}, and then whenever it is more
     *     than before
     */
    Lanes(IntConsumer limit) {
        this.limit = limit;
    }

    private record Server(String name, int port) {}

    /** The lanes to one server. */
    private static final class Road {
        private final Deque<Integer> free = new ArrayDeque<>();
        private int built;
        /** The lane that all share, or -1 for none. */
        private int shared = -1;
    }

    /** One lane, for one connection. */
    final class Lane {
        private final Road road;
        private final String name;
        private final int number;
        private final boolean own;
        private boolean givenBack;

        private Lane(Road road, String name, int number, boolean own) {
            this.road = road;
            this.name = name + (number == 0 ? "" : "/" + number);
            this.number = number;
            this.own = own;
        }

        /** What the provider is to call the server. */
        String name() {
            return name;
        }

        /** The handshake has agreed on a version. */
        void agreed(TlsVersion version) {
            synchronized (roads) {
                road.shared = version == TlsVersion.TLS_1_2 ? (road.shared < 0 ? number : road.shared) : -1;
            }
        }

        /** A ticket for the next connection has come by now, or will not come. Doing it again does nothing. */
        void giveBack() {
            synchronized (roads) {
                if (own && !givenBack) {
                    givenBack = true;
                    road.free.addFirst(number);
                }
            }
        }
    }

    /** A lane to a server. */
    Lane take(String name, int port) {
        synchronized (roads) {
            Road road = roads.computeIfAbsent(new Server(name, port), server -> new Road());
            if (road.shared >= 0) {
                return new Lane(road, name, road.shared, false);
            }
            Integer free = road.free.pollFirst();
            if (free != null) {
                return new Lane(road, name, free, true);
            }
            if (road.built == MOST) {
                return new Lane(road, name, MOST - 1, false);
            }
            lanes++;
            raiseLimit();
            return new Lane(road, name, road.built++, true);
        }
    }

    private void raiseLimit() {
        int servers = roads.size();
        int wanted = Math.min(MOST_SESSIONS, servers == 1 ? 2 + 2 * lanes : FOR_EACH * servers + 2 * lanes);
        // never down: a provider may drop all that it has then
        if (wanted > sessions) {
            sessions = wanted;
            limit.accept(wanted);
        }
    }
}
