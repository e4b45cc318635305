package dev.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.event.SessionKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Keeps what a pool tells, waits for it, and checks that it obeys the contract of {@link PoolEvent}. */
final class Heard implements PoolListener {
    private static final long PATIENCE_SECONDS = 30;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<PoolEvent> events = new ArrayList<>();

    @Override
    public void on(Device device, PoolEvent event) {
        lock.lock();
        try {
            events.add(event);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Something happened elsewhere that somebody here may be waiting for. */
    void stir() {
        lock.lock();
        try {
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    <E extends PoolEvent> List<E> of(Class<E> kind) {
        lock.lock();
        try {
            return events.stream().filter(kind::isInstance).map(kind::cast).toList();
        } finally {
            lock.unlock();
        }
    }

    List<Retirement> retirements() {
        return of(PoolEvent.Retired.class).stream().map(PoolEvent.Retired::why).toList();
    }

    <E extends PoolEvent> E await(Class<E> kind, Predicate<E> wanted) {
        await(kind.getSimpleName(), () -> of(kind).stream().anyMatch(wanted));
        return of(kind).stream().filter(wanted).findFirst().orElseThrow();
    }

    <E extends PoolEvent> E await(Class<E> kind) {
        return await(kind, event -> true);
    }

    /** Waits until something is so; it is looked at whenever something happens. */
    void await(String what, BooleanSupplier wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        lock.lock();
        try {
            while (!wanted.getAsBoolean()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("in vain for " + what + " among " + events);
                }
                // what is waited for may come a moment after what was told
                more.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(2)));
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for " + what, e);
        } finally {
            lock.unlock();
        }
    }

    /** Fails unless each session that was created has retired once, and each one that was lent was returned as often. */
    void assertContractKept() {
        Map<SessionKey, Story> stories = new LinkedHashMap<>();
        lock.lock();
        try {
            for (PoolEvent event : events) {
                if (event instanceof PoolEvent.Created created) {
                    assertThat(stories.put(created.session(), new Story())).isNull();
                } else if (event instanceof PoolEvent.Lent lent) {
                    stories.get(lent.session()).lent++;
                } else if (event instanceof PoolEvent.Returned returned) {
                    Story story = stories.get(returned.session());
                    story.returned++;
                    assertThat(story.returned).isLessThanOrEqualTo(story.lent);
                } else if (event instanceof PoolEvent.Retired retired) {
                    stories.get(retired.session()).retired++;
                }
            }
        } finally {
            lock.unlock();
        }
        stories.forEach((session, story) -> {
            assertThat(story.retired).as("how often " + session + " retired").isEqualTo(1);
            assertThat(story.returned)
                    .as("how often " + session + " was returned")
                    .isEqualTo(story.lent);
        });
    }

    private static final class Story {
        private int lent;
        private int returned;
        private int retired;
    }
}
