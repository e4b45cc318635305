package dev.parley.session;

import dev.parley.error.Durations;
import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.error.RequestException;
import dev.parley.error.RequestException.Reason;
import dev.parley.message.Capability;
import dev.parley.notification.CreateSubscription;
import dev.parley.notification.EventTime;
import dev.parley.operation.CloseSession;
import dev.parley.operation.Ok;
import dev.parley.operation.Operation;
import dev.parley.operation.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How a session subscribes to notifications, and what it may do besides (RFC 5277). Safe for all threads. */
final class Subscribing {
    private final Session session;
    private final SessionDriver driver;
    private final Callbacks callbacks;

    Subscribing(Session session, SessionDriver driver, Callbacks callbacks) {
        this.session = session;
        this.driver = driver;
        this.callbacks = callbacks;
    }

    /** What is asked of the device by a request to subscribe. */
    static CreateSubscription subscriptionIn(Request<Ok> request) {
        if (request.operation() instanceof CreateSubscription asked) {
            return asked;
        }
        throw new IllegalArgumentException("only create-subscription subscribes, not "
                + request.operation().name());
    }

    NotificationStream subscribe(Request<Ok> request, Backlog backlog) {
        Single single = new Single(subscriptionIn(request), backlog);
        Feed feed = single.feed;
        claim(feed, request);
        try {
            session.sendUnchecked(request);
        } catch (RuntimeException e) {
            feed.refused(e);
            throw e;
        }
        feed.granted();
        return single.stream;
    }

    CompletableFuture<NotificationStream> subscribeAsync(Request<Ok> request, Backlog backlog) {
        Single single;
        try {
            single = new Single(subscriptionIn(request), backlog);
            claim(single.feed, request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return join(single.feed, request, single.stream);
    }

    /** Brings the notifications of this session, too, to a stream that those of another one went to. */
    CompletableFuture<NotificationStream> subscribeAsync(
            Request<Ok> request, NotificationStream stream, @Nullable StreamItem opening, Feed.Owner owner) {
        Feed feed = new Feed(driver, subscriptionIn(request), stream, opening, owner);
        try {
            claim(feed, request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return join(feed, request, stream);
    }

    private CompletableFuture<NotificationStream> join(Feed feed, Request<Ok> request, NotificationStream stream) {
        CompletableFuture<Ok> answer = session.sendUncheckedAsync(request);
        CompletableFuture<NotificationStream> result = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                boolean cancelled = super.cancel(mayInterruptIfRunning);
                answer.cancel(mayInterruptIfRunning);
                return cancelled;
            }
        };
        answer.whenComplete((ok, failure) -> {
            if (failure != null) {
                feed.refused(failure);
                result.completeExceptionally(failure);
            } else {
                feed.granted();
                if (!result.complete(stream)) {
                    feed.letGo();
                }
            }
        });
        return result;
    }

    /** Checks what is asked, and makes the session this subscription's; nothing is sent if it cannot be. */
    private void claim(Feed feed, Request<Ok> request) {
        CreateSubscription asked = subscriptionIn(request);
        if (!request.forced()) {
            session.checkCapabilities(asked);
            checkTime(asked.startTime());
        }
        if (!driver.claim(feed)) {
            throw new RequestException(
                    Reason.SUBSCRIBED,
                    Fate.NOT_SENT,
                    "create-subscription was not sent to " + driver.device().label()
                            + ": the session has a subscription already, or may have, and can have one (RFC 5277)",
                    "open another session for it",
                    null);
        }
    }

    /** N-02: the device would have to refuse it. */
    private void checkTime(@Nullable Instant startTime) {
        Instant now = Instant.now();
        if (startTime != null && startTime.isAfter(now)) {
            throw new RequestException(
                    Reason.INVALID_REQUEST,
                    Fate.NOT_SENT,
                    "create-subscription was not sent to " + driver.device().label() + ": the start time "
                            + EventTime.text(startTime) + " lies in the future: it is " + EventTime.text(now)
                            + " by our clock",
                    "replay begins in the past; if the device's clock is ahead of ours, force() sends it all the same",
                    null);
        }
    }

    /**
     * Refuses what cannot be asked beside a subscription, before it is sent (N-04).
     *
     * @throws RequestException unless the operation may be sent now
     */
    void checkBeside(Operation<?> operation) {
        if (operation instanceof CreateSubscription) {
            throw new RequestException(
                    Reason.INVALID_REQUEST,
                    Fate.NOT_SENT,
                    "create-subscription was not sent to " + driver.device().label()
                            + ": nobody would be there for the notifications",
                    "use subscribe; force() sends it all the same",
                    null);
        }
        if (driver.feed() != null
                && !(operation instanceof CloseSession)
                && !driver.hello().capabilities().has(Capability.INTERLEAVE)) {
            throw new RequestException(
                    Reason.SUBSCRIBED,
                    Fate.NOT_SENT,
                    operation.name() + " was not sent to " + driver.device().label()
                            + ": the session is subscribed to notifications, and the device did not announce "
                            + Capability.INTERLEAVE + ", so it answers close-session only (RFC 5277 section 6)",
                    "open another session for requests; force() sends it all the same",
                    null);
        }
    }

    /** A subscription that ends with its session. */
    private final class Single implements Feed.Owner {
        private final long begunAt = System.nanoTime();
        private final CreateSubscription asked;
        private final NotificationStream stream;
        private final Feed feed;

        Single(CreateSubscription asked, Backlog backlog) {
            this.asked = asked;
            this.stream = new NotificationStream(
                    driver.events().key().toString(), asked, backlog, false, callbacks, this::letGo);
            this.feed = new Feed(driver, asked, stream, null, this);
        }

        private void letGo() {
            feed.letGo();
        }

        @Override
        public void sessionEnded(@Nullable NetconfException failure) {
            stream.end(failure == null ? null : lost(failure));
        }

        private RequestException lost(NetconfException failure) {
            return new RequestException(
                    Reason.SESSION_LOST,
                    Fate.UNKNOWN,
                    "the notifications of stream " + asked.streamName() + " from "
                            + driver.device().label() + " ended after "
                            + Durations.text(Duration.ofNanos(System.nanoTime() - begunAt)) + ": "
                            + failure.getMessage(),
                    "subscribe again, with the time of the last one as start time",
                    failure);
        }

        @Override
        public void completed() {
            stream.end(null);
        }
    }
}
