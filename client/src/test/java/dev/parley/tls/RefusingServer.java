package dev.parley.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.tls.TestCertificates.Leaf;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** A TLS server on the loopback interface that resumes no session, and knows what each connection has cost. */
final class RefusingServer implements AutoCloseable {
    /** How it refuses. */
    enum Manner {
        /** It gives tickets or session IDs, and does not know them again: each connection finds it started anew. */
        FORGETS,
        /** It gives neither in TLS 1.2; in TLS 1.3, where BoringSSL cannot be told so, two tickets that are good for nothing. */
        GIVES_NONE
    }

    /**
     * What a connection has cost until both sides had said hello.
     *
     * @param in bytes from the client
     * @param out bytes to the client
     * @param answers how often this side answered what it had heard: the round trips
     */
    record Cost(long in, long out, int answers) {}

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup children = new DefaultChannelGroup(group.next());
    private final Manner manner;
    private final Leaf leaf;
    private final TlsVersion version;
    private final Channel channel;

    /** Whose handshake was full and whose resumed. */
    final CountedClients clients = new CountedClients();

    /** One for each connection. */
    final BlockingQueue<Cost> costs = new LinkedBlockingQueue<>();

    RefusingServer(Manner manner, Leaf leaf, TlsVersion version) {
        this.manner = manner;
        this.leaf = leaf;
        this.version = version;
        channel = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel child) throws Exception {
                        children.add(child);
                        Counter counter = new Counter();
                        SslContext context = context();
                        child.pipeline().addLast(counter, context.newHandler(child.alloc()), new Greeting(counter));
                        ReferenceCountUtil.release(context);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    private SslContext context() throws SSLException {
        SslContext context = SslContextBuilder.forServer(leaf.key(), leaf.chain())
                // only BoringSSL can be told to give none
                .sslProvider(manner == Manner.FORGETS ? SslProvider.JDK : SslProvider.OPENSSL_REFCNT)
                .protocols(version.protocol())
                .trustManager(clients)
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        if (manner == Manner.GIVES_NONE) {
            // and of tickets in TLS 1.2, Netty's servers give none unless they are given keys for them
            ((OpenSslSessionContext) context.sessionContext()).setSessionCacheEnabled(false);
        }
        return context;
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        children.close().syncUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Sees the bytes of the socket. */
    private static final class Counter extends ChannelDuplexHandler {
        private long in;
        private long out;
        private int answers;
        private boolean heard;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            in += ((ByteBuf) message).readableBytes();
            heard = true;
            ctx.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            long bytes = ((ByteBuf) message).readableBytes();
            if (bytes > 0) {
                out += bytes;
                answers += heard ? 1 : 0;
                heard = false;
            }
            ctx.write(message, promise);
        }
    }

    private final class Greeting extends ChannelInboundHandlerAdapter {
        private final Counter counter;

        Greeting(Counter counter) {
            this.counter = counter;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
                ctx.writeAndFlush(Unpooled.copiedBuffer(TestServer.HELLO, US_ASCII))
                        .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            costs.add(new Cost(counter.in, counter.out, counter.answers));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // what the client makes of it is what the tests look at
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
