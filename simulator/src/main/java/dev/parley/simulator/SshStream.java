package dev.parley.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The data of an SSH channel as a Netty channel, on the event loop of its connection: what goes out waits for the client's
 * window, what comes in is told to the client as taken when it is read. On the event loop only.
 */
final class SshStream extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    private final SshArrival connection;
    private final SshChannel below;
    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final Queue<ByteBuf> inbox = new ArrayDeque<>();
    private int exitStatus;
    private volatile Stage stage = Stage.NEW;
    private Reading reading = Reading.NOT_WANTED;
    private boolean delivering;

    /** How far it has come. */
    private enum Stage {
        NEW,
        ACTIVE,
        CLOSED
    }

    /** Whether somebody waits for what comes in. */
    private enum Reading {
        NOT_WANTED,
        WANTED
    }

    /** The stream of that channel on that connection. */
    SshStream(SshArrival connection, SshChannel below) {
        super(connection.channel());
        this.connection = connection;
        this.below = below;
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(128 * 1024, 512 * 1024));
    }

    /** Ends the channel with that exit status. */
    @SuppressWarnings("FutureReturnValueIgnored") // The channel's end is told once.
    void end(int status) {
        exitStatus = status;
        close();
    }

    /** Says that nothing more comes; what the client sends is still taken. */
    void endOutput() {
        try {
            below.endOutput();
        } catch (IOException e) {
            pipeline().fireExceptionCaught(e);
        }
    }

    /** Goes on writing where the client's window or the connection was full. */
    void resume() {
        ((StreamUnsafe) unsafe()).resume();
    }

    /** Takes what the client sent. */
    void received(ByteBuf bytes) {
        if (stage == Stage.CLOSED) {
            bytes.release();
            return;
        }
        inbox.add(bytes);
        deliver();
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        while (reading == Reading.WANTED && !inbox.isEmpty()) {
            reading = Reading.NOT_WANTED;
            ByteBuf next = inbox.remove();
            int size = next.readableBytes();
            pipeline().fireChannelRead(next);
            pipeline().fireChannelReadComplete();
            below.taken(size);
        }
        delivering = false;
    }

    @Override
    protected void doBeginRead() {
        reading = Reading.WANTED;
        if (!delivering && !inbox.isEmpty()) {
            eventLoop().execute(this::deliver);
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        connection.wire().beginBatch();
        try {
            while (out.current() instanceof ByteBuf bytes) {
                int size = bytes.readableBytes();
                if (size > 0) {
                    int room = Math.min(size, parent().isWritable() ? below.room() : 0);
                    if (room == 0) {
                        return;
                    }
                    below.sendData(bytes, room);
                    out.progress(room);
                    size -= room;
                }
                if (size == 0) {
                    out.remove();
                }
            }
        } finally {
            connection.wire().endBatch();
        }
    }

    @Override
    protected void doRegister(ChannelPromise promise) {
        stage = Stage.ACTIVE;
        connection.opened(this);
        promise.setSuccess();
    }

    @Override
    protected void doClose() throws IOException {
        stage = Stage.CLOSED;
        connection.closed(this);
        inbox.forEach(ByteBuf::release);
        inbox.clear();
        below.end(exitStatus);
    }

    @Override
    protected void doDisconnect() throws IOException {
        doClose();
    }

    @Override
    protected void doBind(SocketAddress address) {
        throw new UnsupportedOperationException("a stream has no address of its own");
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return parent().localAddress();
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return parent().remoteAddress();
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return stage != Stage.CLOSED;
    }

    @Override
    public boolean isActive() {
        return stage == Stage.ACTIVE;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new StreamUnsafe();
    }

    /** The inner side of the stream. */
    private final class StreamUnsafe extends AbstractUnsafe {
        @Override
        public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            promise.setFailure(new UnsupportedOperationException("a stream is connected from the start"));
        }

        void resume() {
            if (isActive()) {
                flush0();
            }
        }
    }
}
