package dev.parley.session;

import dev.parley.error.NetconfException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what is in an {@link Inbox} to one subscriber, as Reactive Streams has it: no more than is asked for, one after the
 * other, on threads where a subscriber may block, and the end once. Whatever happens is only {@linkplain #signal
 * signalled}; what is to be done about it is done by {@link #drain}, which never runs twice at a time.
 */
final class Delivery implements Flow.Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationStream.class);

    private final String name;
    private final Inbox inbox;
    private final EventReader reader;
    private final Callbacks threads;
    private final Runnable letGo;
    private final AtomicReference<Flow.@Nullable Subscriber<? super StreamItem>> subscriber = new AtomicReference<>();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private volatile boolean cancelled;
    private volatile @Nullable IllegalArgumentException misuse;
    private boolean greeted;
    private boolean over;
    private @Nullable StreamItem next;

    /** Nothing more comes; why, or null for an end in order. */
    private record End(@Nullable NetconfException failure) {}

    /**
     * @param name what messages call it
     * @param letGo run when the subscriber wants no more, or fails
     */
    Delivery(String name, Inbox inbox, EventReader reader, Callbacks threads, Runnable letGo) {
        this.name = name;
        this.inbox = inbox;
        this.reader = reader;
        this.threads = threads;
        this.letGo = letGo;
    }

    /** Takes the one subscriber; false if there is one already. */
    boolean to(Flow.Subscriber<? super StreamItem> one) {
        boolean first = subscriber.compareAndSet(null, one);
        if (first) {
            signal();
        }
        return first;
    }

    /** Nothing more is put into the inbox. Any thread; only the first end counts. */
    void end(@Nullable NetconfException failure) {
        end.compareAndSet(null, new End(failure));
        signal();
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            misuse = new IllegalArgumentException(
                    "a subscriber asks for one item or more, not for " + count + " (Reactive Streams, rule 3.9)");
        } else {
            demand.accumulateAndGet(count, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        }
        signal();
    }

    @Override
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            letGo.run();
            signal();
        }
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Something is to be looked at. Any thread, the loop too: the work is done elsewhere. */
    void signal() {
        if (signals.getAndIncrement() == 0) {
            threads.deliver(this::drain);
        }
    }

    private void drain() {
        int seen = signals.get();
        do {
            deliver();
            seen = signals.addAndGet(-seen);
        } while (seen != 0);
    }

    private void deliver() {
        Flow.Subscriber<? super StreamItem> listening = subscriber.get();
        if (over || listening == null) {
            if (over || cancelled) {
                inbox.clear();
            }
            return;
        }
        try {
            if (!greeted) {
                greeted = true;
                listening.onSubscribe(this);
            }
            while (!over && step(listening)) {
                // one after the other
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("{}: the subscriber failed, and is told nothing more", name, e);
            cancel();
            over();
        }
    }

    /** Does one thing; false if there is nothing to do just now. */
    private boolean step(Flow.Subscriber<? super StreamItem> listening) {
        if (cancelled) {
            over();
            return false;
        }
        IllegalArgumentException wrong = misuse;
        if (wrong != null) {
            cancelled = true;
            letGo.run();
            over();
            listening.onError(wrong);
            return false;
        }
        if (next != null) {
            return hand(listening, next);
        }
        // looked at before the inbox: what is put in before the end is seen behind it
        End ended = end.get();
        Inbox.Entry head = inbox.peek();
        if (head == null) {
            if (ended != null) {
                complete(listening, ended);
            }
            return false;
        }
        if (demand.get() == 0 && !(head instanceof Inbox.Raw raw && raw.isSignal())) {
            return false;
        }
        inbox.poll();
        next = reader.read(head);
        return true;
    }

    private boolean hand(Flow.Subscriber<? super StreamItem> listening, StreamItem item) {
        long asked = demand.get();
        if (asked == 0) {
            return false;
        }
        if (asked != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
        next = null;
        listening.onNext(item);
        return true;
    }

    private void complete(Flow.Subscriber<? super StreamItem> listening, End ended) {
        over();
        if (ended.failure() == null) {
            listening.onComplete();
        } else {
            listening.onError(ended.failure());
        }
    }

    private void over() {
        over = true;
        next = null;
        inbox.clear();
    }

    /** A subscriber that takes everything, and tells a future of the end. */
    record Consumer(java.util.function.Consumer<? super StreamItem> taker, CompletableFuture<Void> done)
            implements Flow.Subscriber<StreamItem> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            done.whenComplete((nothing, failure) -> {
                if (failure != null) {
                    subscription.cancel();
                }
            });
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(StreamItem item) {
            try {
                taker.accept(item);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }
    }
}
