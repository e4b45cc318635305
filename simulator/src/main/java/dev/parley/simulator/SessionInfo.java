package dev.parley.simulator;

import java.time.Instant;

/**
 * An open session, as {@code netconf-state} tells of it (RFC 6022 section 2.1.4).
 *
 * @param id its number
 * @param transport what carries it: {@code netconf-tls}, {@code netconf-ssh}, {@code netconf-tcp}
 * @param user the user's name; empty in clear text
 * @param host where the client is; empty over a UNIX socket
 * @param since when it was opened
 * @param requests how many requests were received
 * @param badRequests how many messages were received that should have been requests and were not
 * @param errors how many replies had an error in them
 * @param notifications how many notifications were sent
 */
public record SessionInfo(
        long id,
        String transport,
        String user,
        String host,
        Instant since,
        long requests,
        long badRequests,
        long errors,
        long notifications) {

    long count(Tally.Of what) {
        return switch (what) {
            case REQUESTS -> requests;
            case BAD_REQUESTS -> badRequests;
            case ERRORS -> errors;
            case NOTIFICATIONS -> notifications;
            case BAD_HELLOS, SESSIONS, DROPPED -> throw new IllegalArgumentException(what + " is not of one session");
        };
    }
}
