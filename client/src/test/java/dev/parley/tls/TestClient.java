package dev.parley.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/** Opens TLS connections as a transport does: it speaks once the handshake is done, and waits for the hello. */
final class TestClient implements AutoCloseable {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final TlsContexts contexts;
    private volatile @Nullable SSLSessionContext sessions;
    /** What happens when the server's first bytes arrive, before anybody has looked at them. */
    private volatile Runnable atFirstBytes = () -> {};

    TestClient() {
        this(InstantSource.system());
    }

    TestClient(InstantSource clock) {
        this(new TlsContexts(clock));
    }

    /** With contexts that it closes. */
    TestClient(TlsContexts contexts) {
        this.contexts = contexts;
    }

    /** One of the two. */
    record Outcome(@Nullable TlsDetails details, @Nullable TlsFailure failure) {
        TlsDetails succeeded() {
            if (details == null) {
                throw new AssertionError("failed: " + failure);
            }
            return details;
        }

        TlsFailure failed() {
            if (failure == null) {
                throw new AssertionError("succeeded: " + details);
            }
            return failure;
        }
    }

    /** Lets something happen on each connection from now on when the server has answered. */
    void atFirstBytes(Runnable task) {
        atFirstBytes = task;
    }

    /** Forgets the sessions that connections so far could be resumed from. */
    void forgetSessions() {
        SSLSessionContext known = Objects.requireNonNull(sessions, "there was no connection yet");
        for (byte[] id : Collections.list(known.getIds())) {
            SSLSession session = known.getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
    }

    /** How many sessions are kept to be resumed. */
    int keptSessions() {
        return Collections.list(Objects.requireNonNull(sessions, "there was no connection yet")
                        .getIds())
                .size();
    }

    /** Prepares a connection that is never made. */
    void prepare(Tls tls, String host) {
        contexts.open(tls, host, 6513).close();
    }

    /** Connects to the loopback interface for a device of this name. */
    Outcome open(Tls tls, String host, int port) {
        return open(tls, host, port, port);
    }

    /** The same, with the device known by another port than the one that is connected to. */
    Outcome open(Tls tls, String host, int knownPort, int port) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        try (TlsConnection connection = contexts.open(tls, host, knownPort)) {
            Channel channel = new Bootstrap()
                    .group(group)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel opened) {
                            opened.pipeline().addLast(new FirstBytesArrived(atFirstBytes));
                            Future<TlsDetails> secured = connection.addTo(opened.pipeline());
                            opened.pipeline().addLast(new Waiting(connection, secured, outcome));
                        }
                    })
                    .connect(InetAddress.getLoopbackAddress(), port)
                    .syncUninterruptibly()
                    .channel();
            try {
                return outcome.orTimeout(60, TimeUnit.SECONDS).join();
            } finally {
                channel.close().syncUninterruptibly();
            }
        }
    }

    @Override
    public void close() {
        contexts.close();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class FirstBytesArrived extends ChannelInboundHandlerAdapter {
        private final Runnable task;

        FirstBytesArrived(Runnable task) {
            this.task = task;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            task.run();
            ctx.pipeline().remove(this);
            ctx.fireChannelRead(message);
        }
    }

    private final class Waiting extends ChannelInboundHandlerAdapter {
        private final TlsConnection connection;
        private final Future<TlsDetails> secured;
        private final CompletableFuture<Outcome> outcome;

        Waiting(TlsConnection connection, Future<TlsDetails> secured, CompletableFuture<Outcome> outcome) {
            this.connection = connection;
            this.secured = secured;
            this.outcome = outcome;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            secured.addListener(done -> {
                if (done.isSuccess()) {
                    ctx.writeAndFlush(Unpooled.copiedBuffer("hello from the client", US_ASCII))
                            .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
                } else {
                    failed(done.cause());
                }
            });
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            sessions =
                    ctx.pipeline().get(SslHandler.class).engine().getSession().getSessionContext();
            if (secured.isSuccess()) {
                outcome.complete(new Outcome(connection.details(), null));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failed(cause);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            failed(new ClosedChannelException());
        }

        private void failed(Throwable cause) {
            outcome.complete(new Outcome(null, connection.failure(cause)));
        }
    }
}
