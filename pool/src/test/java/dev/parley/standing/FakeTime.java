package dev.parley.standing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Time that passes when a test says so, on its own thread. */
final class FakeTime implements Clockwork {
    static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    // not zero: whoever compares times must not depend on that
    private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();
    private final long beginning = now;
    private long numbers;

    private record Task(long at, long number, Runnable what, CompletableFuture<Void> done) {}

    @Override
    public long nanos() {
        return now;
    }

    /** How long it has run. */
    Duration passed() {
        return Duration.ofNanos(now - beginning);
    }

    @Override
    public Instant instant() {
        return BEGINNING.plus(passed());
    }

    @Override
    public Future<?> after(Duration delay, Runnable what) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        // ordered by what has passed, because the nanosecond clock may wrap
        tasks.add(new Task(passed().plus(delay).toNanos(), numbers++, what, done));
        return done;
    }

    @Override
    public void stop() {
        tasks.clear();
    }

    int pending() {
        return tasks.size();
    }

    /** Lets time pass, and does what is due meanwhile, each in its time. */
    void pass(Duration time) {
        long end = passed().plus(time).toNanos();
        for (Task next = tasks.peek(); next != null && next.at() <= end; next = tasks.peek()) {
            tasks.remove();
            now = beginning + Math.max(next.at(), passed().toNanos());
            if (next.done().complete(null)) {
                next.what().run();
            }
        }
        now = beginning + end;
    }
}
