package dev.parley.fleet;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a run is at one moment.
 *
 * @param devices how many devices there are
 * @param settled with how many of them nothing is left to do
 * @param before with how many of these that was so before the run
 * @param failed how many of them failed
 * @param unknown of how many of them nobody knows
 * @param running how many are worked on
 * @param wave which wave it is, from 1
 * @param waves how many waves there are
 * @param lasted how long the run lasts
 */
public record Snapshot(
        int devices,
        int settled,
        int before,
        int failed,
        int unknown,
        int running,
        int wave,
        int waves,
        Duration lasted) {
    private static final int ENOUGH = 3;

    /** How long it will last yet if it goes on as it did; empty while too little of it is seen. */
    public Optional<Duration> left() {
        int seen = settled - before;
        if (seen < ENOUGH) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos((long) ((double) lasted.toNanos() / seen * (devices - settled))));
    }
}
