package dev.parley.pool;

import java.util.EnumMap;
import java.util.Map;

/** What has happened so far. Under the pool's lock. */
final class Counts {
    private final Map<Retirement, Long> retired = new EnumMap<>(Retirement.class);
    private long created;
    private long failed;
    private long notLent;

    void created() {
        created++;
    }

    void failed() {
        failed++;
    }

    void notLent() {
        notLent++;
    }

    void retired(Retirement why) {
        retired.merge(why, 1L, Long::sum);
    }

    /** The same with what there is at the moment. */
    PoolState.Tally with(int waiting, int opening, int inUse, int settling, int idle, int closing) {
        return new PoolState.Tally(waiting, opening, inUse, settling, idle, closing, created, failed, notLent, retired);
    }
}
