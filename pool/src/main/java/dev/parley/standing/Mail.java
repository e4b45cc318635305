package dev.parley.standing;

import dev.parley.device.Device;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events on their way to listeners, one behind the other. Safe for all threads. */
final class Mail {
    private static final Logger LOG = LoggerFactory.getLogger(Mail.class);
    /** Beyond it the newest are dropped, because somebody does not read his mail. */
    private static final int MOST = 100_000;
    /** How many one task delivers before it lets others on the executor. */
    private static final int AT_ONCE = 256;

    private final StandingListener log = new StandingLog();
    private final List<StandingListener> listeners;
    private final Executor executor;
    private final ConcurrentLinkedQueue<Letter> letters = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger delivering = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();

    private record Letter(Device device, @Nullable StandingListener own, boolean toAll, StandingEvent event) {}

    Mail(List<StandingListener> listeners, Executor executor) {
        this.listeners = List.copyOf(listeners);
        this.executor = executor;
    }

    /**
     * Puts an event behind the others.
     *
     * @param own a listener of one session, or null
     * @param toAll whether those who listen to all sessions are told as well
     */
    void add(Device device, @Nullable StandingListener own, boolean toAll, StandingEvent event) {
        if (own == null && !toAll) {
            return;
        }
        if (waiting.get() >= MOST) {
            if (dropped.getAndIncrement() == 0) {
                LOG.warn("a listener is so slow that events are dropped; {} wait for it", MOST);
            }
            return;
        }
        waiting.incrementAndGet();
        letters.add(new Letter(device, own, toAll, event));
    }

    /** Sees to it that all of them are delivered. Not under the lock. */
    void deliver() {
        if (!letters.isEmpty() && delivering.compareAndSet(0, 1)) {
            executor.execute(this::some);
        }
    }

    private void some() {
        try {
            int left = AT_ONCE;
            for (Letter letter = letters.poll(); letter != null; letter = --left > 0 ? letters.poll() : null) {
                waiting.decrementAndGet();
                tell(letter);
            }
        } finally {
            delivering.set(0);
            deliver();
        }
    }

    private void tell(Letter letter) {
        int lost = dropped.getAndSet(0);
        if (lost > 0) {
            LOG.warn("{} events were dropped, because a listener was too slow", lost);
        }
        if (letter.toAll()) {
            tell(log, letter);
            for (StandingListener listener : listeners) {
                tell(listener, letter);
            }
        }
        StandingListener own = letter.own();
        if (own != null) {
            tell(own, letter);
        }
    }

    private static void tell(StandingListener listener, Letter letter) {
        try {
            listener.on(letter.device(), letter.event());
        } catch (RuntimeException e) {
            LOG.warn(
                    "{}: a listener failed on {}",
                    letter.device(),
                    letter.event().getClass().getSimpleName(),
                    e);
        }
    }
}
