package dev.parley.session;

import dev.parley.device.Device;
import dev.parley.error.ErrorTag;
import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.RequestException;
import dev.parley.error.RpcErrorException;
import dev.parley.notification.CreateSubscription;
import dev.parley.notification.GetStreams;
import dev.parley.operation.Ok;
import dev.parley.operation.Request;
import dev.parley.session.StreamItem.Continuity;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that outlives its sessions: when one is lost it opens another, and asks for a replay of what happened
 * meanwhile.
 *
 * <pre>
 *   OPENING ── ok ──▶ LIVE ── session lost ──▶ WAITING ── after a while ──▶ OPENING
 *                      └── stop time, closed, given up, nothing to hope for ──▶ OVER
 * </pre>
 *
 * Its steps follow each other through futures, so no two of them run at a time; only {@link #letGo} comes from outside.
 */
final class Watch implements Feed.Owner {
    /** What devices answer that cannot replay, or not from that time. */
    private static final Set<ErrorTag> NO_REPLAY = EnumSet.of(
            ErrorTag.OPERATION_FAILED,
            ErrorTag.OPERATION_NOT_SUPPORTED,
            ErrorTag.BAD_ELEMENT,
            ErrorTag.UNKNOWN_ELEMENT,
            ErrorTag.INVALID_VALUE);

    private final Sessions sessions;
    private final Device device;
    private final Request<Ok> request;
    private final CreateSubscription asked;
    private final Backoff backoff;
    private final NotificationStream stream;
    private final AtomicReference<State> state = new AtomicReference<>(new Idle());
    private Instant begunAt = Instant.EPOCH;
    private int attempt;
    private Inbox.@Nullable Raw newestBefore;

    /** What is going on. */
    private sealed interface State {
        /** Ends it. */
        void letGo();
    }

    private record Idle() implements State {
        @Override
        public void letGo() {
            // nothing is held
        }
    }

    /** Something is under way that can be cancelled: an attempt, or a wait. */
    private record Pending(CompletableFuture<?> step) implements State {
        @Override
        public void letGo() {
            step.cancel(false);
        }
    }

    private record Live(Session session) implements State {
        @Override
        public void letGo() {
            session.closeAsync();
        }
    }

    private record Over() implements State {
        @Override
        public void letGo() {
            // it has been
        }
    }

    Watch(Sessions sessions, Device device, Request<Ok> request, Backlog backlog, Backoff backoff) {
        this.sessions = sessions;
        this.device = device;
        this.request = request;
        this.asked = Subscribing.subscriptionIn(request);
        this.backoff = backoff;
        this.stream = new NotificationStream(device.name(), asked, backlog, true, sessions.callbacks(), this::letGo);
    }

    /** Goes on to what is to be done now, unless it is over: then that is let go. */
    private boolean enter(State next) {
        State before = state.getAndUpdate(now -> now instanceof Over ? now : next);
        if (before instanceof Over) {
            next.letGo();
            return false;
        }
        return true;
    }

    /** Nobody wants more of it. Any thread. */
    private void letGo() {
        sessions.forget(this);
        state.getAndSet(new Over()).letGo();
    }

    /** The client is closed, and its sessions with it. Any thread. */
    void clientClosed() {
        letGo();
        stream.end(null);
    }

    private void give(@Nullable NetconfException up) {
        letGo();
        stream.end(up);
    }

    /** Opens the first session and subscribes; the future is completed on the client's executor. */
    CompletableFuture<NotificationStream> begin() {
        CompletableFuture<NotificationStream> result = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                letGo();
                return super.cancel(mayInterruptIfRunning);
            }
        };
        open().thenCompose(session -> subscribe(session, request, null)).whenComplete((opened, failure) -> {
            if (failure != null) {
                letGo();
                result.completeExceptionally(known(failure));
            } else if (!result.complete(stream)) {
                letGo();
            }
        });
        return result;
    }

    private CompletableFuture<Session> open() {
        CompletableFuture<Session> opening = sessions.openAsync(device);
        enter(new Pending(opening));
        return opening.thenApply(session -> {
            enter(new Live(session));
            return session;
        });
    }

    private CompletableFuture<NotificationStream> subscribe(
            Session session, Request<Ok> wanted, @Nullable StreamItem opening) {
        return session.subscribing()
                .subscribeAsync(wanted, stream, opening, this)
                .thenApply(same -> {
                    begunAt = begunAt.equals(Instant.EPOCH) ? Instant.now() : begunAt;
                    return same;
                });
    }

    @Override
    public void completed() {
        give(null);
    }

    @Override
    public void sessionEnded(@Nullable NetconfException failure) {
        if (failure == null) {
            give(null);
        } else {
            lost(failure);
        }
    }

    private void lost(NetconfException failure) {
        if (state.get() instanceof Over) {
            return;
        }
        Inbox.Raw newest = stream.inbox().newest();
        attempt = newest == null || newest.isLike(newestBefore) ? attempt + 1 : 1;
        newestBefore = newest;
        Duration delay = backoff.before(attempt);
        stream.inbox().tell(new StreamItem.Interrupted(failure, attempt, delay));
        stream.arrived();
        CompletableFuture<@Nullable Void> wait = new CompletableFuture<>();
        if (enter(new Pending(wait))) {
            wait.thenRunAsync(this::reopen, sessions.callbacks().executor());
            if (delay.isZero()) {
                wait.complete(null);
            } else {
                wait.completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private void reopen() {
        open().thenCompose(this::resume).whenComplete((same, failure) -> {
            if (failure != null && !(state.get() instanceof Over)) {
                failed(known(failure));
            }
        });
    }

    private void failed(Throwable failure) {
        State before = state.get();
        if (before instanceof Live live) {
            live.letGo();
        }
        if (failure instanceof NetconfException known && isWorthAnotherAttempt(known)) {
            lost(known);
        } else if (failure instanceof NetconfException known) {
            give(known);
        } else {
            give(new RequestException(
                    RequestException.Reason.BODY_FAILED,
                    Fate.UNKNOWN,
                    "the subscription to " + device.label() + " cannot go on: " + failure,
                    null,
                    failure));
        }
    }

    private static boolean isWorthAnotherAttempt(NetconfException failure) {
        if (failure instanceof OpenException open) {
            return open.reason().isRetryable();
        }
        if (failure instanceof RpcErrorException refused) {
            ErrorTag tag = refused.first().standardTag().orElse(ErrorTag.OPERATION_FAILED);
            return tag == ErrorTag.RESOURCE_DENIED || tag == ErrorTag.IN_USE;
        }
        return failure instanceof RequestException request
                && request.reason() != RequestException.Reason.CAPABILITY_MISSING
                && request.reason() != RequestException.Reason.INVALID_REQUEST;
    }

    private static Throwable known(Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }

    private CompletableFuture<NotificationStream> resume(Session session) {
        return session.sendAsync(new GetStreams())
                .handle((streams, failure) ->
                        streams == null ? ReplayLog.hidden(known(failure)) : ReplayLog.of(asked.streamName(), streams))
                .thenApply(this::plan)
                .thenCompose(plan -> subscribe(session, requestFor(plan.wanted()), plan.opening())
                        .exceptionallyCompose(failure -> withoutReplay(session, plan, known(failure))));
    }

    private CompletableFuture<NotificationStream> withoutReplay(Session session, Plan refused, Throwable why) {
        boolean replay = refused.opening().from() != null;
        return replay && why instanceof RpcErrorException error && isReplayRefused(error)
                ? subscribe(session, requestFor(asked.live()), live(error.getMessage()))
                : CompletableFuture.failedFuture(why);
    }

    /** Forced, because the device may well be ahead of our clock. */
    private Request<Ok> requestFor(CreateSubscription wanted) {
        return new Request<>(wanted, Request.of(wanted).body(), request.deadline(), true, request.attributes());
    }

    /** A subscription with a stop time cannot do without replay. */
    private boolean isReplayRefused(RpcErrorException refused) {
        return asked.stopTime() == null
                && refused.first().standardTag().map(NO_REPLAY::contains).orElse(false);
    }

    private static StreamItem.Resumed live(String why) {
        return new StreamItem.Resumed(
                null,
                Continuity.NO_REPLAY,
                "the device replays nothing (" + why + "), so what happened meanwhile is missing");
    }

    /** What the session is to be asked for, and what is said of it. */
    private record Plan(CreateSubscription wanted, StreamItem.Resumed opening) {}

    private Plan plan(ReplayLog log) {
        if (log.isNone() && asked.stopTime() == null) {
            return new Plan(asked.live(), live("its stream " + asked.streamName() + " keeps no log"));
        }
        Instant seen = stream.reader().timeOf(stream.inbox().newest());
        Instant said = seen != null ? seen : asked.startTime();
        return said != null
                ? new Plan(asked.from(said), log.replayFrom(said))
                : new Plan(asked.from(begunAt), log.replayFromOurTime(begunAt));
    }
}
