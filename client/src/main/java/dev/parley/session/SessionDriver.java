package dev.parley.session;

import dev.parley.device.Device;
import dev.parley.engine.Call;
import dev.parley.engine.ClientEngine;
import dev.parley.engine.EngineOutput;
import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.error.RequestException;
import dev.parley.error.Traffic;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionListener.Interest;
import dev.parley.message.Deviation;
import dev.parley.message.ServerHello;
import dev.parley.notification.ServerEvent;
import dev.parley.transport.Link;
import dev.parley.transport.LinkEnd;
import dev.parley.transport.LinkListener;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.LinkTraffic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between an engine and a link: gives the engine its bytes and the time, and does what it says. Everything happens
 * on the link's loop, but for what says that it is for any thread.
 */
final class SessionDriver implements LinkListener, EngineOutput {
    /** When and after how many bytes it is told how many passed. */
    private static final long BETWEEN_COUNTS = Duration.ofSeconds(1).toNanos();

    private static final long BYTES_BETWEEN_COUNTS = 64 * 1024;

    private final Device device;
    private final Link link;
    private final EventSink events;
    private final Callbacks callbacks;
    private final ClientEngine engine;
    private final long startedAt = System.nanoTime();
    private final AtomicLong nextId = new AtomicLong();
    private final ConcurrentLinkedQueue<Exchange<?>> submitted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final Runnable drain = this::drain;
    private final CompletableFuture<Traffic> ended = new CompletableFuture<>();
    private @Nullable Opening opening;
    private @Nullable StreamedReply<?> streaming;
    private LinkLoop.@Nullable Timer timer;
    private long timerAt = ClientEngine.NEVER;
    /** Runs while our hello has its head start and requests wait; see {@code Protocol.helloHeadStart}. */
    private LinkLoop.@Nullable Timer headStart;

    private boolean linkWritable = true;
    private boolean closing;
    private Runnable atEnd = () -> {};
    private boolean established;
    private boolean unflushed;
    private volatile boolean open;
    private volatile @Nullable NetconfException failure;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger overdue = new AtomicInteger();
    private final AtomicReference<@Nullable Feed> feed = new AtomicReference<>();
    private volatile @Nullable ServerHello hello;
    private long establishedAt = startedAt;
    private long lastByteAt = startedAt;
    private long trafficToldAt = startedAt;
    private long consumedWhenTold;

    SessionDriver(Device device, Link link, EventSink events, Opening opening, Callbacks callbacks) {
        this.callbacks = callbacks;
        this.device = device;
        this.link = link;
        this.events = events;
        this.opening = opening;
        this.engine = new ClientEngine(device.protocol().forEngine(device.label()), this);
    }

    Device device() {
        return device;
    }

    Link link() {
        return link;
    }

    EventSink events() {
        return events;
    }

    /** Sends our hello. */
    void begin(long deadline) {
        engine.start(System.nanoTime(), deadline);
        settle();
    }

    /** Whether requests can be sent. Any thread. */
    boolean isOpen() {
        return open;
    }

    /** Why the session is over; null while it is not, and after an orderly close. Any thread. */
    @Nullable
    NetconfException failure() {
        return failure;
    }

    /** How many requests were handed over and have not ended. Any thread. */
    int underWay() {
        return underWay.get();
    }

    /** How many requests ran out of time since anything last came from the device. Any thread. */
    int overdue() {
        return overdue.get();
    }

    /** What is to be done on the loop when the session is over, before anybody else hears of it. */
    void atEnd(Runnable task) {
        atEnd = task;
    }

    /** After each call into the engine: sends what it wrote, and sets the timer to what it waits for. */
    private void settle() {
        open = engine.isOpen();
        if (unflushed) {
            unflushed = false;
            link.flush();
        }
        long wake = engine.nextWake();
        if (wake != ClientEngine.NEVER && (timer == null || wake - timerAt < 0)) {
            stopTimer();
            timerAt = wake;
            timer = link.loop().schedule(this::tick, Duration.ofNanos(Math.max(0, wake - System.nanoTime())));
        }
    }

    private void tick() {
        timer = null;
        engine.tick(System.nanoTime());
        settle();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    @Override
    public void received(ByteBuffer bytes) {
        lastByteAt = System.nanoTime();
        if (overdue.get() > 0) {
            overdue.set(0);
        }
        show(false, bytes);
        engine.receive(bytes, lastByteAt);
    }

    @Override
    public void receivedAll() {
        if (streaming != null) {
            streaming.flush();
        }
        settle();
        tellTraffic();
    }

    /** Counts of long sessions are wanted before their end. */
    private void tellTraffic() {
        if (open
                && (lastByteAt - trafficToldAt >= BETWEEN_COUNTS
                        || engine.consumed() - consumedWhenTold >= BYTES_BETWEEN_COUNTS)) {
            trafficToldAt = lastByteAt;
            consumedWhenTold = engine.consumed();
            if (events.wants(Interest.LIFE)) {
                events.tell(new SessionEvent.TrafficPassed(traffic()));
            }
        }
    }

    @Override
    public void writable(boolean writable) {
        linkWritable = writable;
        engine.writable(linkWritable && headStart == null, System.nanoTime());
        settle();
    }

    @Override
    public void closed(LinkEnd end) {
        Opening attempt = opening;
        LinkEnd.BeforeHello meaning = end.beforeHello();
        if (attempt != null && meaning != null) {
            attempt.failed(meaning.reason(), meaning.circumstance(), meaning.detail(), meaning.advice(), end.cause());
        } else {
            engine.peerClosed(end.how(), end.cause(), System.nanoTime());
        }
        stopTimer();
        stopHeadStart();
        atEnd.run();
        ended.complete(traffic());
    }

    @Override
    public void write(ByteBuffer bytes) {
        unflushed = true;
        show(true, bytes);
        link.write(bytes);
    }

    private void show(boolean outbound, ByteBuffer bytes) {
        if (events.wants(Interest.WIRE)) {
            events.tell(new SessionEvent.PlainPassed(outbound, bytes.asReadOnlyBuffer()));
        }
    }

    @Override
    public void established(ServerHello said) {
        hello = said;
        stopTimer();
        long now = System.nanoTime();
        // ours may have lain unread until there was a server to read it: SSH starts one for each session
        Duration early = device.protocol().helloHeadStart();
        if (!early.isZero()) {
            headStart = link.loop().schedule(this::headStartIsOver, early);
            engine.writable(false, now);
        }
        Opening attempt = opening;
        if (attempt != null) {
            opening = null;
            established = true;
            establishedAt = System.nanoTime();
            open = true;
            attempt.established(this, said);
        }
    }

    /** Whoever reads our hello together with a request has had the time to read it alone. */
    private void headStartIsOver() {
        headStart = null;
        engine.writable(linkWritable, System.nanoTime());
        if (closing) {
            closeNow();
        }
        settle();
    }

    private void stopHeadStart() {
        if (headStart != null) {
            headStart.cancel();
            headStart = null;
        }
    }

    @Override
    public void notification(byte[] message, int length) {
        Feed subscription = feed.get();
        if (subscription == null) {
            events.tell(new SessionEvent.NotificationUnheard(length));
        } else {
            subscription.notification(message, length);
        }
    }

    /** The session's subscription to notifications, or null. Any thread. */
    @Nullable
    Feed feed() {
        return feed.get();
    }

    /** Makes this the session's subscription; false if it has one. Any thread. */
    boolean claim(Feed subscription) {
        return feed.compareAndSet(null, subscription);
    }

    /** This is no longer the session's subscription. Any thread. */
    void release(Feed subscription) {
        feed.compareAndSet(subscription, null);
    }

    /** The device's hello, with what changed since. Any thread, once the session is up. */
    ServerHello hello() {
        return Objects.requireNonNull(hello);
    }

    /** The device told of a change of its capabilities (RFC 6470, E-06). Any thread. */
    void capabilitiesChanged(ServerEvent.CapabilityChange change) {
        onLoop(() -> {
            ServerHello before = hello();
            hello = new ServerHello(before.sessionId(), change.appliedTo(before.capabilities()), before.framing());
        });
    }

    @Override
    public void deviation(Deviation deviation, String detail) {
        events.tell(new SessionEvent.DeviationMet(deviation, detail));
    }

    @Override
    public void lateReply(Call call) {
        events.tell(new SessionEvent.LateReply(call.id(), call.name()));
    }

    @Override
    public void passed(boolean outbound, byte[] message, int offset, int length) {
        if (events.wants(Interest.MESSAGES)) {
            events.tell(new SessionEvent.MessagePassed(
                    outbound, ByteBuffer.wrap(message, offset, length).asReadOnlyBuffer()));
        }
    }

    @Override
    public String layers() {
        return traffic().report();
    }

    @Override
    public void terminated(@Nullable NetconfException failure) {
        this.failure = failure;
        open = false;
        Opening attempt = opening;
        opening = null;
        if (attempt != null) {
            attempt.helloFailed(failure);
        } else if (established) {
            Feed subscription = feed.get();
            if (subscription != null) {
                subscription.sessionEnded(failure);
            }
            Duration lasted = Duration.ofNanos(System.nanoTime() - establishedAt);
            link.measure();
            events.tell(new SessionEvent.Closed(traffic(), lasted, failure));
        }
        if (unflushed) {
            unflushed = false;
            link.flush();
        }
        stopTimer();
        link.close();
    }

    /** The attempt has failed or was given up: nobody wants this session any more. */
    void abandon() {
        opening = null;
        stopTimer();
        link.close();
    }

    /** A message-id that no other request of this session has. Any thread. */
    long newId() {
        return nextId.incrementAndGet();
    }

    /** Runs a task that must not hold up the loop. Any thread. */
    void elsewhere(Runnable task) {
        callbacks.deliver(task);
    }

    /** Runs a task on the loop; false if the loop has ended, and every session on it. Any thread. */
    boolean onLoop(Runnable task) {
        try {
            link.loop().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Hands a request over. Any thread. */
    void submit(Exchange<?> exchange) {
        underWay.incrementAndGet();
        submitted.add(exchange);
        if (!draining.getAndSet(true) && !onLoop(drain)) {
            draining.set(false);
            refuseSubmitted();
        }
    }

    private void drain() {
        draining.set(false);
        long now = System.nanoTime();
        for (Exchange<?> next = submitted.poll(); next != null; next = submitted.poll()) {
            Call call = next.call();
            if (events.wants(Interest.REQUESTS)) {
                events.tell(new SessionEvent.RequestBegun(call.id(), call.name()));
            }
            engine.send(call, now);
        }
        settle();
    }

    /** The loop has ended, and with it this session: whoever still hands in requests ends them too. */
    private void refuseSubmitted() {
        for (Exchange<?> next = submitted.poll(); next != null; next = submitted.poll()) {
            next.fail(new RequestException(
                    RequestException.Reason.SESSION_CLOSED,
                    Fate.NOT_SENT,
                    next.what() + " was not sent: the client is closed",
                    null,
                    null));
        }
    }

    /** Gives a request up. Any thread. */
    void cancel(Call call) {
        onLoop(() -> {
            engine.cancel(call, System.nanoTime());
            settle();
        });
    }

    /** A deviation was met while a reply was read. Any thread. */
    void deviationRead(Deviation deviation, String detail) {
        onLoop(() -> deviation(deviation, detail));
    }

    /** A request has ended. On the loop. */
    void requestEnded(Call call, @Nullable NetconfException failure) {
        underWay.decrementAndGet();
        if (failure instanceof RequestException why && why.reason() == RequestException.Reason.DEADLINE) {
            overdue.incrementAndGet();
        }
        if (events.wants(Interest.REQUESTS)) {
            events.tell(new SessionEvent.RequestEnded(
                    call.id(), call.name(), Duration.ofNanos(System.nanoTime() - call.startedAt()), failure));
        }
    }

    /** This reply is streaming in, and wants to know when no more comes just now. */
    void streaming(StreamedReply<?> reply) {
        streaming = reply;
    }

    /** This reply has ended, perhaps before it began, while another one streams in. */
    void streamed(StreamedReply<?> reply) {
        if (streaming == reply) {
            streaming = null;
        }
    }

    /** Ends the session in order. Any thread. */
    void close() {
        onLoop(() -> {
            closing = true;
            if (headStart == null) {
                closeNow();
                settle();
            }
        });
    }

    private void closeNow() {
        long now = System.nanoTime();
        engine.close(newId(), now, now + device.timeouts().close().toNanos());
    }

    /** Ends the session without a word to the device. Any thread. */
    void abort() {
        onLoop(() -> engine.abort(null, System.nanoTime()));
    }

    /** Is completed on the loop when the session is over and its link has ended. */
    CompletableFuture<Traffic> ended() {
        return ended;
    }

    /** When bytes last arrived. */
    long lastByteAt() {
        return lastByteAt;
    }

    Traffic traffic() {
        LinkTraffic passed = link.traffic();
        return new Traffic(
                passed.wireIn(),
                passed.plainIn(),
                engine.consumed(),
                passed.reads(),
                passed.wireOut(),
                passed.plainOut(),
                Duration.ofNanos(System.nanoTime() - lastByteAt));
    }
}
