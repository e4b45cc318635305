package dev.parley.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/**
 * The Netty connection below an SSH session, as MINA sees it. Packets leave in the order in which they are written, from
 * whatever thread: MINA writes those that waited for new keys from a thread of its own.
 */
// What fails to be written fails with the connection, whose end is told once.
@SuppressWarnings("FutureReturnValueIgnored")
final class SshWire extends AbstractCloseable implements IoSession {
    private static final AtomicLong NEXT = new AtomicLong();

    private final long id = NEXT.incrementAndGet();
    private final SshArrival connection;
    private final ChannelHandlerContext context;
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();
    private final Queue<Packet> packets = new ConcurrentLinkedQueue<>();
    private int batches;

    /** A packet on its way. */
    private static final class Packet extends AbstractIoWriteFuture {
        private final ByteBuf bytes;

        Packet(ByteBuf bytes) {
            super("packet", null);
            this.bytes = bytes;
        }

        void written(@Nullable Throwable failure) {
            if (failure == null) {
                setValue(true);
            } else {
                setValue(failure);
            }
        }
    }

    SshWire(SshArrival connection, ChannelHandlerContext context) {
        this.connection = connection;
        this.context = context;
    }

    SshArrival connection() {
        return connection;
    }

    /** Between these two, on the event loop, packets are collected into one flush. */
    void beginBatch() {
        batches++;
    }

    void endBatch() {
        if (--batches == 0) {
            context.flush();
        }
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) {
        Packet packet = new Packet(Unpooled.wrappedBuffer(buffer.array(), buffer.rpos(), buffer.available()));
        packets.add(packet);
        if (context.executor().inEventLoop()) {
            send();
        } else {
            try {
                context.executor().execute(this::send);
            } catch (RejectedExecutionException e) {
                packets.remove(packet);
                packet.written(e);
            }
        }
        return packet;
    }

    private void send() {
        for (Packet packet = packets.poll(); packet != null; packet = packets.poll()) {
            Packet sent = packet;
            context.write(sent.bytes).addListener(done -> sent.written(done.cause()));
        }
        if (batches == 0) {
            context.flush();
        }
    }

    /** Runs the action once all that was written has left. On the event loop. */
    void afterAll(Runnable action) {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> action.run());
    }

    @Override
    protected @Nullable CloseFuture doCloseGracefully() {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        return null;
    }

    @Override
    protected void doCloseImmediately() {
        context.close();
        super.doCloseImmediately();
    }

    @Override
    public void shutdownOutputStream() {
        connection.shutdownOutput();
    }

    @Override
    public void suspendRead() {
        context.channel().config().setAutoRead(false);
    }

    @Override
    public void resumeRead() {
        context.channel().config().setAutoRead(true);
    }

    @Override
    public long getId() {
        return id;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return context.channel().remoteAddress();
    }

    @Override
    public SocketAddress getLocalAddress() {
        return context.channel().localAddress();
    }

    @Override
    public @Nullable SocketAddress getAcceptanceAddress() {
        return null;
    }

    /** There is none: nobody here listens or counts by way of MINA. */
    @Override
    public @Nullable IoService getService() {
        return null;
    }

    @Override
    public @Nullable Object getAttribute(Object key) {
        return attributes.get(key);
    }

    @Override
    public @Nullable Object setAttribute(Object key, Object value) {
        return attributes.put(key, value);
    }

    @Override
    public @Nullable Object setAttributeIfAbsent(Object key, Object value) {
        return attributes.putIfAbsent(key, value);
    }

    @Override
    public @Nullable Object removeAttribute(Object key) {
        return attributes.remove(key);
    }
}
