package dev.parley.event;

import java.time.Duration;

/**
 * What the operating system knows of a TCP connection: Linux's {@code TCP_INFO}.
 *
 * @param roundTrip the smoothed round-trip time
 * @param roundTripVariation its mean deviation
 * @param retransmitted segments that were sent again since the connection was made
 * @param unacknowledged segments that are under way
 * @param retries how often in a row the system has sent the oldest of them again after its time was up
 * @param sendMss bytes in the largest segment that we send
 * @param receiveMss bytes in the largest segment that was received, as the system estimates
 * @param pathMtu bytes in the largest packet that the path takes, as far as is known
 * @param congestionWindow segments that may be under way
 * @param receiveSpace bytes that the peer may send before we take more, as the system plans
 */
public record TcpState(
        Duration roundTrip,
        Duration roundTripVariation,
        long retransmitted,
        long unacknowledged,
        long retries,
        long sendMss,
        long receiveMss,
        long pathMtu,
        long congestionWindow,
        long receiveSpace) {}
