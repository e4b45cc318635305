package dev.parley.session;

import dev.parley.engine.ReplySink;
import dev.parley.error.NetconfException;
import dev.parley.error.ProtocolException;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A reply that is read while it arrives. The loop copies what it gets into blocks; the reader takes them. When the reader
 * is {@value #MOST} blocks behind, the link stops reading, and the device has to wait: that is all the memory it takes.
 */
final class StreamedReply<R> extends Exchange<R> implements ReplySink.Streamed, ReplyBody.Parts {
    private static final int BLOCK = 256 * 1024;
    private static final int LEAST = 4 * 1024;
    private static final int MOST = 8;

    private final ReplyBody.Streamed<R> body;
    private final ConcurrentLinkedQueue<ByteBuffer> full = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ByteBuffer> empty = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private boolean begun;
    private @Nullable ByteBuffer filling;
    private @Nullable ByteBuffer reading;
    /** Whether the link does not read, because the reader is too far behind. */
    private volatile boolean paused;

    /** Whether the loop keeps back the beginning of a block. */
    private volatile boolean held;

    private volatile boolean complete;
    private volatile boolean abandoned;

    StreamedReply(SessionDriver driver, Request<R> request, ReplyBody.Streamed<R> body) {
        super(driver, request);
        this.body = body;
    }

    @Override
    public void part(ByteBuffer bytes) {
        driver().streaming(this);
        while (bytes.hasRemaining() && !abandoned) {
            ByteBuffer block = filling;
            if (block == null) {
                block = newBlock(bytes.remaining());
                filling = block;
            }
            int length = Math.min(block.remaining(), bytes.remaining());
            block.put(block.position(), bytes, bytes.position(), length);
            block.position(block.position() + length);
            bytes.position(bytes.position() + length);
            if (!block.hasRemaining()) {
                hand();
            }
        }
    }

    /** The first one is no larger than what is there: most replies are small, and never need another. */
    private ByteBuffer newBlock(int arrived) {
        if (!begun) {
            begun = true;
            return ByteBuffer.allocateDirect(Math.min(BLOCK, Math.max(LEAST, arrived)));
        }
        ByteBuffer recycled = empty.poll();
        return recycled != null ? recycled.clear() : ByteBuffer.allocateDirect(BLOCK);
    }

    /** Gives the block to the reader. */
    private void hand() {
        ByteBuffer block = filling;
        if (block != null) {
            filling = null;
            held = false;
            full.add(block.flip());
            if (waiting.incrementAndGet() >= MOST && !paused) {
                driver().link().reading(false);
                // told before the reader is looked at, as in flush
                paused = true;
                resume();
            }
            wake();
        }
    }

    /** No more comes just now: a reader that has nothing left gets what there is, and another one asks for it later. */
    void flush() {
        if (filling != null) {
            // first told, then looked: so either this sees that the reader has nothing left, or the reader sees this
            held = true;
            if (waiting.get() == 0) {
                hand();
            }
        }
    }

    @Override
    public void end() {
        hand();
        complete = true;
        over();
        ended(null);
    }

    @Override
    public void fail(NetconfException failure) {
        filling = null;
        over();
        ended(failure);
        complete = true;
        wake();
    }

    private void over() {
        driver().streamed(this);
        goOn();
    }

    /** Ends a pause, if there is one. */
    private void goOn() {
        if (paused) {
            paused = false;
            driver().link().reading(true);
        }
    }

    @Override
    public @Nullable ByteBuffer next() {
        ByteBuffer done = reading;
        if (done != null) {
            reading = null;
            if (done.capacity() == BLOCK) {
                empty.add(done);
            }
        }
        ByteBuffer block = full.poll();
        if (block == null) {
            if (held) {
                driver().onLoop(this::flush);
            }
            parkUntil(() -> !full.isEmpty() || complete);
            NetconfException why = complete ? failure() : null;
            if (why != null) {
                throw why;
            }
            block = full.poll();
            if (block == null) {
                return null;
            }
        }
        reading = block;
        if (waiting.decrementAndGet() == MOST / 2 && paused) {
            driver().onLoop(this::resume);
        }
        return block;
    }

    private void resume() {
        if (waiting.get() <= MOST / 2) {
            goOn();
        }
    }

    @Override
    R read() throws IOException {
        try {
            R result = body.read(
                    this,
                    new ReplyBody.Context(
                            request().operation(),
                            what(),
                            driver().device().protocol().xmlLimits(),
                            this::deviation));
            drain();
            return result;
        } catch (ProtocolException e) {
            NetconfException why = complete ? failure() : null;
            throw why != null ? why : badReply(e);
        } finally {
            abandoned = true;
            driver().onLoop(this::letGo);
        }
    }

    /** The reader is done, with the reply or for good: nothing waits for it any more. */
    private void letGo() {
        full.clear();
        goOn();
    }

    /** Reads over what the body left, so that the request ends when its reply does. */
    private void drain() {
        while (next() != null) {
            // nothing in it is wanted
        }
    }
}
