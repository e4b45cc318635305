package dev.parley.simulator.datastore;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler whose time stands still until it is told to go on: nothing a test waits for takes real time. May be used
 * by several threads; due tasks run on the thread that calls {@link #advance}.
 */
public final class ManualScheduler implements Scheduler {
    private final PriorityQueue<Task> waiting =
            new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::order));
    private Duration now = Duration.ZERO;
    private long scheduled;

    /** A scheduler at the beginning of its time. */
    public ManualScheduler() {}

    private record Task(Duration due, long order, Runnable body) {}

    @Override
    public synchronized Scheduled schedule(Duration delay, Runnable body) {
        Task task = new Task(now.plus(delay), scheduled++, body);
        waiting.add(task);
        notifyAll();
        return () -> forget(task);
    }

    private synchronized void forget(Task task) {
        waiting.remove(task);
    }

    /** How many tasks wait for their time. */
    public synchronized int pending() {
        return waiting.size();
    }

    /**
     * Waits until so many tasks wait for their time, so that {@link #advance} does not come too early.
     *
     * @throws IllegalStateException if that takes longer than the patience, in real time
     */
    public synchronized void awaitPending(int count, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (waiting.size() < count) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException(waiting.size() + " tasks wait, not " + count);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Lets time pass, and runs what falls due, in order, each at its own time. */
    public void advance(Duration time) {
        Duration end;
        synchronized (this) {
            end = now.plus(time);
        }
        for (Task task = next(end); task != null; task = next(end)) {
            task.body().run();
        }
    }

    private synchronized @Nullable Task next(Duration end) {
        Task task = waiting.peek();
        if (task == null || task.due().compareTo(end) > 0) {
            now = end;
            return null;
        }
        waiting.remove();
        now = task.due();
        return task;
    }
}
