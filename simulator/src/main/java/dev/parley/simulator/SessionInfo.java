package dev.parley.simulator;

import java.time.Instant;

/**
 * An open session, as {@code netconf-state} tells of it (RFC 6022 section 2.1.4).
 *
 * @param id its number
 * @param user the user's name; empty over TCP
 * @param host where the client is
 * @param since when it was opened
 * @param requests how many requests were received
 */
public record SessionInfo(long id, String user, String host, Instant since, long requests) {}
