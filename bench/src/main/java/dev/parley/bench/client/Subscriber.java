package dev.parley.bench.client;

import dev.parley.session.StreamItem;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** How those are who are told notifications. */
public enum Subscriber {
    /** There is none, and there are no notifications. */
    NONE,
    /** Takes each at once. */
    FAST,
    /** Spends a millisecond on each, so that nine of ten are lost when 10,000 come in a second. */
    SLOW,
    /** Takes the first, and does not come back before all is over. */
    BLOCKED;

    private static final long PAUSE = 1_000_000;

    /** As tables call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Behaves so until it is over, and passes everything on. */
    Consumer<StreamItem> inFrontOf(Consumer<StreamItem> teller, CountDownLatch over) {
        return switch (this) {
            case NONE, FAST -> teller;
            case SLOW ->
                item -> {
                    if (over.getCount() > 0) {
                        LockSupport.parkNanos(PAUSE);
                    }
                    teller.accept(item);
                };
            case BLOCKED ->
                item -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("nobody interrupts subscribers", e);
                    }
                    teller.accept(item);
                };
        };
    }
}
