package dev.parley.net;

import dev.parley.security.SecurityDetails;
import dev.parley.tls.TlsConnection;
import dev.parley.tls.TlsFailure;
import dev.parley.transport.Attempt;
import dev.parley.transport.Link;
import dev.parley.transport.LinkEnd;
import dev.parley.transport.LinkListener;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.LinkTraffic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Netty channel as a link: the last handler of its pipeline. Bytes that the pipeline hands to it are handed up within
 * the same call, so none ever waits here.
 */
public final class NettyLink extends ChannelInboundHandlerAdapter implements Link {
    /** How long to go on reading after a write failed: the alert that says why may be on its way. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Channel channel;
    private final NettyLoop loop;
    private final WireCounter wire;
    private final @Nullable TlsConnection tls;
    private final GenericFutureListener<Future<Void>> written = this::written;
    private final ArrayDeque<ByteBuf> early = new ArrayDeque<>(0);
    private @Nullable LinkListener listener;
    private @Nullable Throwable failure;
    private @Nullable Future<?> lastWords;
    private boolean goodbye;
    private boolean closing;
    private long plainIn;
    private long plainOut;
    private long reads;

    NettyLink(Channel channel, WireCounter wire, @Nullable TlsConnection tls) {
        this.channel = channel;
        this.loop = new NettyLoop(channel.eventLoop());
        this.wire = wire;
        this.tls = tls;
    }

    /** What a connection carries as a link, as it is: what stands above it secures it, or nothing does. */
    public static NettyLink over(Channel channel, Attempt attempt) {
        WireCounter wire = WireCounter.of(channel, attempt);
        NettyLink link = new NettyLink(channel, wire, null);
        channel.pipeline().addLast(wire, link);
        return link;
    }

    /** From now on, this is who everything is handed up to; first of all what came together with the handshake's end. */
    public void start(LinkListener above) {
        listener = above;
        for (ByteBuf bytes = early.poll(); bytes != null; bytes = early.poll()) {
            handUp(above, bytes);
        }
        above.receivedAll();
        channel.config().setAutoRead(true);
    }

    @Override
    public LinkLoop loop() {
        return loop;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        plainIn += bytes.readableBytes();
        reads++;
        if (listener == null) {
            early.add(bytes);
        } else {
            handUp(listener, bytes);
        }
    }

    private static void handUp(LinkListener listener, ByteBuf bytes) {
        try {
            if (bytes.nioBufferCount() == 1) {
                listener.received(bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes()));
            } else {
                for (ByteBuffer part : bytes.nioBuffers()) {
                    listener.received(part);
                }
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (listener != null) {
            listener.receivedAll();
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (listener != null) {
            listener.writable(channel.isWritable());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent close && close.isSuccess()) {
            // the device will say nothing more (RFC 9846 section 6.1), and that is why a write failed, if one did
            goodbye = true;
            failure = null;
            channel.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // what is read after a failed write says more than the failed write did
        failure = failure == null || lastWords != null ? cause : failure;
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (lastWords != null) {
            lastWords.cancel(false);
        }
        for (ByteBuf bytes = early.poll(); bytes != null; bytes = early.poll()) {
            bytes.release();
        }
        if (listener != null) {
            listener.closed(end());
        }
    }

    private LinkEnd end() {
        if (failure == null) {
            String how = closing ? "the connection was closed" : "the device closed the connection";
            if (tls == null || closing) {
                return LinkEnd.orderly(how);
            }
            return new LinkEnd(
                    goodbye ? how : how + " without TLS's goodbye (close_notify)",
                    // a server that says nothing at all may mean the client's certificate
                    plainIn == 0 ? beforeHello(tls, new ClosedChannelException()) : null,
                    null);
        }
        if (tls == null) {
            return new LinkEnd("the connection failed: " + SystemWords.of(failure), null, failure);
        }
        // a part of the hello says more of what was lost than the loss does
        boolean lostInHello = plainIn > 0 && TlsFailure.isBelowTls(failure);
        return new LinkEnd(TlsFailure.inSession(failure), lostInHello ? null : beforeHello(tls, failure), failure);
    }

    private static LinkEnd.BeforeHello beforeHello(TlsConnection tls, Throwable cause) {
        TlsFailure meaning = tls.failure(cause);
        return new LinkEnd.BeforeHello(meaning.reason(), meaning.circumstance(), meaning.detail(), meaning.advice());
    }

    @Override
    public void write(ByteBuffer bytes) {
        plainOut += bytes.remaining();
        channel.write(Unpooled.wrappedBuffer(bytes)).addListener(written);
        if (listener != null && !channel.isWritable()) {
            // of what waits to be encrypted, the pipeline tells only when this turn of the loop is over
            listener.writable(false);
        }
    }

    private void written(Future<Void> done) {
        if (!done.isSuccess() && failure == null && !closing) {
            failure = done.cause();
            channel.config().setAutoRead(true);
            lastWords =
                    channel.eventLoop().schedule(() -> channel.close(), LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void reading(boolean on) {
        channel.config().setAutoRead(on);
    }

    @Override
    public void measure() {
        wire.measure(channel);
    }

    @Override
    public void close() {
        closing = true;
        channel.config().setAutoRead(true);
        channel.close();
    }

    @Override
    public LinkTraffic traffic() {
        return new LinkTraffic(wire.in(), plainIn, reads, wire.out(), plainOut);
    }

    @Override
    public SocketAddress remoteAddress() {
        return channel.remoteAddress();
    }

    @Override
    public @Nullable SecurityDetails security() {
        return tls == null ? null : tls.details();
    }
}
