package dev.parley.simulator.datastore;

import java.time.Duration;

/** Something that can run a task later: an event loop, or in tests a {@link ManualScheduler}. */
@FunctionalInterface
public interface Scheduler {

    /** Runs the task once, not before the delay is over, on a thread of the scheduler's choice. */
    Scheduled schedule(Duration delay, Runnable task);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Scheduled {
        /** Gives the task up, if it has not begun. */
        void cancel();
    }
}
