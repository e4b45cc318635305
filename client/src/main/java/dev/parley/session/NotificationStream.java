package dev.parley.session;

import dev.parley.error.NetconfException;
import dev.parley.notification.CreateSubscription;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a subscription to notifications (RFC 5277), for one subscriber. It begins to take notifications in before
 * the device is asked for them, and keeps them for a subscriber who comes later, within the limits of its {@link Backlog}.
 *
 * <p>The subscriber is told {@link StreamItem}s in the order in which they came about, no more than it asked for. {@code
 * onComplete} comes when the device has reached the stop time, the session is closed in order, or this is closed; {@code
 * onError} with a {@link NetconfException} when the session was lost; both behind everything that had come. All of it on
 * threads of their own, one at a time, never on an event loop: a subscriber may block, and then holds up nobody else; what
 * comes meanwhile waits, and is {@linkplain StreamItem.Lost counted} when there is no more room. One that throws is told
 * nothing more.
 *
 * <p>Reading notifications happens on those threads too. Safe for all threads.
 */
public final class NotificationStream implements Flow.Publisher<StreamItem>, AutoCloseable {
    private final CreateSubscription asked;
    private final Inbox inbox;
    private final EventReader reader;
    private final Delivery delivery;
    private final Runnable letGo;

    /**
     * @param name what messages call it
     * @param resumed whether it goes on over another session when one is lost
     * @param letGo run when nobody wants more of it
     */
    NotificationStream(
            String name,
            CreateSubscription asked,
            Backlog backlog,
            boolean resumed,
            Callbacks threads,
            Runnable letGo) {
        this.asked = asked;
        this.inbox = new Inbox(backlog);
        this.reader = new EventReader(resumed);
        this.delivery = new Delivery(name, inbox, reader, threads, letGo);
        this.letGo = letGo;
    }

    Inbox inbox() {
        return inbox;
    }

    EventReader reader() {
        return reader;
    }

    /** Something was put into the inbox. On the loop. */
    void arrived() {
        delivery.signal();
    }

    /** Nothing more comes, for that reason, or for none but the end. Any thread. */
    void end(@Nullable NetconfException failure) {
        delivery.end(failure);
    }

    /** What was asked of the device. */
    public CreateSubscription subscription() {
        return asked;
    }

    /**
     * How many notifications were lost so far because nobody took them in time; those that the subscriber was not told of
     * yet are among them.
     */
    public long lost() {
        return inbox.lost();
    }

    /** Hands everything to this subscriber. There can be one; another is told an {@link IllegalStateException}. */
    @Override
    public void subscribe(Flow.Subscriber<? super StreamItem> subscriber) {
        if (!delivery.to(Objects.requireNonNull(subscriber, "subscriber"))) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {
                    // there is nothing for it
                }

                @Override
                public void cancel() {
                    // it was never connected
                }
            });
            subscriber.onError(new IllegalStateException("the notifications go to one subscriber, and there is one"));
        }
    }

    /**
     * Hands everything to this consumer, one after the other; it may block.
     *
     * @return is completed at the end, exceptionally with what {@code onError} would be told or the consumer throws;
     *     cancelling it ends the delivery
     */
    public CompletableFuture<Void> consume(Consumer<? super StreamItem> consumer) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        subscribe(new Delivery.Consumer(consumer, done));
        return done;
    }

    /**
     * Takes no more. What has come is still handed over, then comes {@code onComplete}. The device cannot be told to stop
     * (RFC 5277 has no operation for it): it goes on until the session is closed, which this does only where the session
     * belongs to the subscription, as with {@code NetconfClient.watch}.
     */
    @Override
    public void close() {
        letGo.run();
        delivery.end(null);
    }

    @Override
    public String toString() {
        return "notifications of stream " + asked.streamName();
    }
}
