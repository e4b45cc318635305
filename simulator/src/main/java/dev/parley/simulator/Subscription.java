package dev.parley.simulator;

import dev.parley.simulator.datastore.DataTree;
import dev.parley.simulator.datastore.Schema;
import dev.parley.simulator.fault.NotificationFault.AfterComplete;
import dev.parley.simulator.notification.Flood;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One session's subscription (RFC 5277 section 2.1): first what is replayed, then what happens, no faster than the client
 * takes it, with the session's replies in between. On the session's event loop, but for those methods that say otherwise.
 */
// What fails to be written fails with the connection, whose end is told once.
@SuppressWarnings("FutureReturnValueIgnored")
final class Subscription {
    /** So many notifications, then whatever else the event loop has to do. */
    private static final int BATCH = 64;

    private final Conversation conversation;
    private final StreamLog log;
    private final SubscriptionRequest request;
    private final InstantSource clock;
    private final int bound;
    private final Runnable whenSent;

    private final Deque<Occurrence> replay = new ArrayDeque<>();
    private final Queue<Occurrence> live = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong lost;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Deque<FloodShare> floods = new ArrayDeque<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.BEFORE_REPLY);
    private int sent;
    private boolean sending;
    private boolean stopped;

    /** What comes next. */
    private enum Stage {
        /** Nothing: the reply to create-subscription has not been sent. */
        BEFORE_REPLY,
        /** What the log holds. */
        REPLAY,
        /** What happens. */
        LIVE,
        /** Nothing: the stop time has come, or the session is gone. */
        OVER
    }

    /** A subscriber's part of a flood: the number of its next event. */
    private static final class FloodShare {
        private final Flood flood;
        private final Flooding told;
        private long next = 1;

        FloodShare(Flood flood, Flooding told) {
            this.flood = flood;
            this.told = told;
        }
    }

    /**
     * A subscription that has not begun.
     *
     * @param bound how many notifications wait at most
     * @param whenSent is told of each that is sent
     * @param lost counts those that are not, because the client does not read
     */
    Subscription(
            Conversation conversation,
            StreamLog log,
            SubscriptionRequest request,
            InstantSource clock,
            int bound,
            Runnable whenSent,
            AtomicLong lost) {
        this.conversation = conversation;
        this.log = log;
        this.request = request;
        this.clock = clock;
        this.bound = bound;
        this.whenSent = whenSent;
        this.lost = lost;
    }

    /** Takes over what is to be replayed; before anything is offered. From any thread. */
    void replay(Iterable<Occurrence> events) {
        events.forEach(event -> {
            if (isWanted(event)) {
                replay.add(event);
            }
        });
    }

    /** Takes something that happened, or loses it because too much waits already. From any thread. */
    void offer(Occurrence event) {
        if (!isActive() || !isWanted(event)) {
            return;
        }
        if (waiting.incrementAndGet() > bound) {
            waiting.decrementAndGet();
            lost.incrementAndGet();
            return;
        }
        live.add(event);
        wake();
    }

    /** Whether requests find the session subscribed. */
    boolean isActive() {
        return stage.get() != Stage.OVER;
    }

    private boolean isWanted(Occurrence event) {
        if (request.stop().isPresent() && event.time().isAfter(request.stop().get())) {
            return false;
        }
        return request.filter().isEmpty()
                || !request.filter()
                        .get()
                        .select(DataTree.of(event.data().nodes()), Schema.open())
                        .isEmpty();
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            try {
                conversation.context().executor().execute(this::send);
            } catch (RejectedExecutionException e) {
                // The device was closed meanwhile.
                stage.set(Stage.OVER);
            }
        }
    }

    /**
     * Goes on when the event loop has looked for what came in. A task that is simply handed over runs before that, again
     * and again, for up to a second.
     */
    private void afterInput() {
        if (woken.compareAndSet(false, true)) {
            Runnable send = this::send;
            conversation.context().executor().schedule(send, 1, TimeUnit.NANOSECONDS);
        }
    }

    /** The reply to create-subscription is on its way. */
    void begin() {
        stage.compareAndSet(Stage.BEFORE_REPLY, Stage.REPLAY);
        request.stop().ifPresent(stop -> {
            Duration left = Duration.between(clock.instant(), stop);
            if (left.isNegative() || left.isZero()) {
                stopped = true;
            } else {
                conversation
                        .scheduler()
                        .schedule(left, () -> conversation.context().executor().execute(this::stop));
            }
        });
        conversation.whenIdle(this::send);
        send();
    }

    private void stop() {
        stopped = true;
        send();
    }

    /** Nothing is sent any more. From any thread. */
    void end() {
        if (stage.getAndSet(Stage.OVER) != Stage.OVER) {
            log.unsubscribe(this);
            onLoop(this::release);
        }
    }

    private void release() {
        replay.clear();
        live.clear();
        floods.forEach(share -> share.told.ended());
        floods.clear();
    }

    /** Sends these events beside those of the stream, as fast as the client takes them. From any thread. */
    void flood(Flood flood, Flooding told) {
        onLoop(() -> {
            if (isActive()) {
                floods.add(new FloodShare(flood, told));
                send();
            } else {
                told.ended();
            }
        });
    }

    /** Runs the task on the event loop, or here if there is none any more. */
    private void onLoop(Runnable task) {
        try {
            conversation.context().executor().execute(task);
        } catch (RejectedExecutionException e) {
            // The device was closed meanwhile, and nothing else runs for it.
            task.run();
        }
    }

    private void send() {
        woken.set(false);
        if (sending) {
            return;
        }
        sending = true;
        conversation.outlet().inBatch(() -> {
            for (int i = 0; conversation.outlet().isIdle() && isActive(); i++) {
                if (i == BATCH) {
                    afterInput();
                    return;
                }
                if (!sendNext()) {
                    return;
                }
            }
        });
        sending = false;
    }

    /** Sends the next notification; false if there is none. */
    private boolean sendNext() {
        if (stage.get() == Stage.REPLAY) {
            sendReplayed();
            return true;
        }
        return stage.get() == Stage.LIVE && sendLive();
    }

    private void sendReplayed() {
        Occurrence next = replay.poll();
        if (next != null) {
            send(next);
        } else if (stage.compareAndSet(Stage.REPLAY, Stage.LIVE)
                && request.start().isPresent()) {
            send(Occurrence.mark(clock.instant(), "replayComplete"));
        }
    }

    private boolean sendLive() {
        Occurrence next = live.poll();
        if (next != null) {
            waiting.decrementAndGet();
            send(next);
            return true;
        }
        if (stopped) {
            send(Occurrence.mark(clock.instant(), "notificationComplete"));
            end();
            conversation
                    .faults()
                    .find(AfterComplete.class)
                    .ifPresent(fault -> send(new Occurrence(clock.instant(), fault.event())));
            return true;
        }
        FloodShare share = floods.peek();
        if (share == null) {
            return false;
        }
        if (share.next > share.flood.events() || share.told.isStopped()) {
            floods.remove();
            share.told.ended();
            return true;
        }
        send(new Occurrence(clock.instant(), share.flood.event(share.next++)));
        share.told.produced();
        return true;
    }

    private void send(Occurrence event) {
        sent++;
        whenSent.run();
        for (String message : conversation.faults().notifications(sent, event)) {
            conversation.sendMessage(ReplyWriter.utf8(message));
        }
    }
}
