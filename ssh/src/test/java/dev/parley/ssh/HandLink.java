package dev.parley.ssh;

import dev.parley.security.SecurityDetails;
import dev.parley.transport.Link;
import dev.parley.transport.LinkEnd;
import dev.parley.transport.LinkListener;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.LinkTraffic;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A link whose bytes a test hands over by itself, cut as it likes, on the one thread that there is. */
final class HandLink implements Link {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final ByteArrayOutputStream queued = new ByteArrayOutputStream();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private @Nullable LinkListener above;
    private boolean closed;
    private long sentMeanwhile;

    private final LinkLoop loop = new LinkLoop() {
        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public Timer schedule(Runnable task, Duration delay) {
            return () -> {};
        }
    };

    void start(LinkListener listener) {
        above = listener;
    }

    /** Hands these bytes up in one go, as what one look at a socket brings. */
    void arrive(byte[] bytes, int from, int to) {
        int before = sent.size();
        above.received(ByteBuffer.wrap(bytes, from, to - from).asReadOnlyBuffer());
        sentMeanwhile += sent.size() - before;
        above.receivedAll();
    }

    /** How many bytes were flushed before the end of what had arrived at a time was told. */
    long sentMeanwhile() {
        return sentMeanwhile;
    }

    /** Lets the loop do what it has been given, until it would wait. */
    void turn() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** What has been flushed since the last time. */
    byte[] sent() {
        byte[] bytes = sent.toByteArray();
        sent.reset();
        return bytes;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public LinkLoop loop() {
        return loop;
    }

    @Override
    public void write(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        queued.writeBytes(copy);
    }

    @Override
    public void flush() {
        sent.writeBytes(queued.toByteArray());
        queued.reset();
    }

    /** What has arrived still comes; that is what a link may do at worst. */
    @Override
    public void reading(boolean on) {}

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tasks.add(() -> above.closed(LinkEnd.orderly("the connection was closed")));
        }
    }

    @Override
    public LinkTraffic traffic() {
        return LinkTraffic.NONE;
    }

    @Override
    public SocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved("pe1", 830);
    }

    @Override
    public @Nullable SecurityDetails security() {
        return null;
    }
}
