package dev.parley.session;

import dev.parley.device.Device;
import dev.parley.engine.Call;
import dev.parley.engine.ClientEngine;
import dev.parley.engine.EngineOutput;
import dev.parley.error.NetconfException;
import dev.parley.error.Traffic;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionListener.Interest;
import dev.parley.message.Deviation;
import dev.parley.message.ServerHello;
import dev.parley.transport.Link;
import dev.parley.transport.LinkEnd;
import dev.parley.transport.LinkListener;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.LinkTraffic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between an engine and a link: gives the engine its bytes and the time, and does what it says. Everything but
 * {@link #submit} and {@link #cancel} happens on the link's loop.
 */
final class SessionDriver implements LinkListener, EngineOutput {
    private static final Logger LOG = LoggerFactory.getLogger(SessionDriver.class);

    private final Device device;
    private final Link link;
    private final EventSink events;
    private final ClientEngine engine;
    private final long startedAt = System.nanoTime();
    private final AtomicLong nextId = new AtomicLong();
    private final ConcurrentLinkedQueue<Call> submitted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final Runnable drain = this::drain;
    private final CompletableFuture<Traffic> ended = new CompletableFuture<>();
    private @Nullable Opening opening;
    private @Nullable StreamedReply<?> streaming;
    private LinkLoop.@Nullable Timer timer;
    private long timerAt = ClientEngine.NEVER;
    private boolean established;
    private boolean unflushed;
    private long lastByteAt = startedAt;

    SessionDriver(Device device, Link link, EventSink events, Opening opening) {
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

    /** After each call into the engine: sends what it wrote, and sets the timer to what it waits for. */
    private void settle() {
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
        engine.receive(bytes, lastByteAt);
    }

    @Override
    public void receivedAll() {
        if (streaming != null) {
            streaming.flush();
        }
        settle();
    }

    @Override
    public void writable(boolean writable) {
        engine.writable(writable, System.nanoTime());
        settle();
    }

    @Override
    public void closed(LinkEnd end) {
        Opening attempt = opening;
        LinkEnd.BeforeHello meaning = end.beforeHello();
        if (attempt != null && meaning != null) {
            attempt.failed(meaning.reason(), meaning.detail(), meaning.advice(), end.cause());
        } else {
            engine.peerClosed(end.how(), end.cause(), System.nanoTime());
            finish();
        }
    }

    @Override
    public void write(ByteBuffer bytes) {
        unflushed = true;
        link.write(bytes);
    }

    @Override
    public void established(ServerHello hello) {
        Opening attempt = opening;
        opening = null;
        established = true;
        if (attempt != null) {
            attempt.established(this, hello);
        }
    }

    @Override
    public void notification(byte[] message, int length) {
        events.tell(new SessionEvent.NotificationUnheard(length));
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
        Opening attempt = opening;
        opening = null;
        if (attempt != null) {
            attempt.helloFailed(failure);
        } else if (established) {
            events.tell(new SessionEvent.Closed(traffic(), Duration.ofNanos(System.nanoTime() - startedAt), failure));
        }
        if (unflushed) {
            unflushed = false;
            link.flush();
        }
        link.close();
        finish();
    }

    private void finish() {
        stopTimer();
        ended.complete(traffic());
    }

    /** The attempt has failed or was given up: nobody wants this session any more. */
    void abandon() {
        opening = null;
        stopTimer();
        link.close();
        ended.complete(traffic());
    }

    /** A message-id that no other request of this session has. Any thread. */
    long newId() {
        return nextId.incrementAndGet();
    }

    /**
     * Hands a request over. Any thread.
     *
     * @throws RejectedExecutionException if the loop has ended, with the client
     */
    void submit(Call call) {
        submitted.add(call);
        if (!draining.getAndSet(true)) {
            link.loop().execute(drain);
        }
    }

    /** Runs something on the loop, unless that has ended: then there is nothing left for it to do. Any thread. */
    void onLoop(Runnable task) {
        try {
            link.loop().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: the client has closed its loops already", events.key());
        }
    }

    private void drain() {
        draining.set(false);
        long now = System.nanoTime();
        for (Call call = submitted.poll(); call != null; call = submitted.poll()) {
            if (events.wants(Interest.REQUESTS)) {
                events.tell(new SessionEvent.RequestBegun(call.id(), call.name()));
            }
            engine.send(call, now);
        }
        settle();
    }

    /** Gives a request up. Any thread. */
    void cancel(Call call) {
        onLoop(() -> {
            engine.cancel(call, System.nanoTime());
            settle();
        });
    }

    /** A request has ended. On the loop. */
    void requestEnded(Call call, @Nullable NetconfException failure) {
        if (events.wants(Interest.REQUESTS)) {
            events.tell(new SessionEvent.RequestEnded(
                    call.id(), call.name(), Duration.ofNanos(System.nanoTime() - call.startedAt()), failure));
        }
    }

    /** The reply that is streaming in, which wants to know when no more comes just now; null when it has ended. */
    void streaming(@Nullable StreamedReply<?> reply) {
        streaming = reply;
    }

    /** Ends the session in order. Any thread. */
    void close() {
        onLoop(() -> {
            long now = System.nanoTime();
            engine.close(newId(), now, now + device.timeouts().close().toNanos());
            settle();
        });
    }

    /** Is completed when the session is over. */
    CompletableFuture<Traffic> ended() {
        return ended;
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
