package dev.parley.ssh;

import dev.parley.transport.Link;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** What MINA writes, from whichever thread, on its way to the link below, in order. */
final class Outgoing {
    private final Link lower;
    private final Executor loop;
    private final ConcurrentLinkedQueue<ByteBuffer> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean onItsWay = new AtomicBoolean();
    private State state = State.FLUSHED;

    /** Of the link below. On the loop. */
    private enum State {
        FLUSHED,
        UNFLUSHED,
        /** It has ended: what is still written goes nowhere. */
        ENDED
    }

    Outgoing(Link lower, Executor loop) {
        this.lower = lower;
        this.loop = loop;
    }

    /** Takes bytes, which do not change any more. Any thread; from the loop itself they have to be flushed. */
    void send(ByteBuffer bytes) {
        waiting.add(bytes);
        if (lower.loop().isCurrent()) {
            drain();
        } else if (!onItsWay.getAndSet(true)) {
            loop.execute(() -> {
                onItsWay.set(false);
                flush();
            });
        }
    }

    private void drain() {
        for (ByteBuffer next = waiting.poll(); next != null; next = waiting.poll()) {
            if (state != State.ENDED) {
                lower.write(next);
                state = State.UNFLUSHED;
            }
        }
    }

    /** Sends what there is. On the loop. */
    void flush() {
        drain();
        if (state == State.UNFLUSHED) {
            state = State.FLUSHED;
            lower.flush();
        }
    }

    /** The link below has ended. On the loop. */
    void end() {
        state = State.ENDED;
        waiting.clear();
    }
}
