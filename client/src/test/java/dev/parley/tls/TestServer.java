package dev.parley.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.tls.TestCertificates.Leaf;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A TLS server on the loopback interface: it says {@code hello} after the handshake, and remembers who came. */
final class TestServer implements AutoCloseable {
    static final String HELLO = "hello from the server";

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final SslContext context;
    private final Consumer<ChannelHandlerContext> afterHandshake;
    private final ChannelGroup children = new DefaultChannelGroup(group.next());
    private final Channel channel;

    /** The subjects of the clients whose handshakes succeeded, or "nobody". */
    final BlockingQueue<String> clients = new LinkedBlockingQueue<>();

    /** Why handshakes failed, as this side saw it. */
    final BlockingQueue<String> failures = new LinkedBlockingQueue<>();

    /** What clients said after the handshake. */
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private TestServer(SslContext context, Consumer<ChannelHandlerContext> afterHandshake) {
        this.context = context;
        this.afterHandshake = afterHandshake;
        this.channel = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel child) {
                        children.add(child);
                        SslHandler handler = context.newHandler(child.alloc());
                        // many at once on a busy machine take their time
                        handler.setHandshakeTimeoutMillis(60_000);
                        child.pipeline().addLast(handler, new Greeting());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /** A server that asks nobody for a certificate. */
    static TestServer of(SslProvider provider, Leaf leaf, TlsVersion... versions) {
        return of(provider, leaf, builder -> builder, versions);
    }

    /**
     * A server that takes any client certificate, counts whose handshake was full and whose resumed, and says hello when so many
     * have come: they are all there at the same time.
     */
    static TestServer counting(
            SslProvider provider, Leaf leaf, CountedClients clients, int together, TlsVersion version) {
        List<ChannelHandlerContext> waiting = new ArrayList<>();
        return of(
                provider,
                leaf,
                builder -> builder.trustManager(clients)
                        .clientAuth(ClientAuth.REQUIRE)
                        .protocols(version.protocol()),
                // on the one loop that the server has
                context -> {
                    waiting.add(context);
                    if (waiting.size() == together) {
                        waiting.forEach(TestServer::sayHello);
                        waiting.clear();
                    }
                });
    }

    /** A server that needs a client certificate of this authority. */
    static TestServer mutual(
            SslProvider provider, Leaf leaf, TestCertificates.Authority clients, TlsVersion... versions) {
        return of(
                provider,
                leaf,
                builder -> builder.trustManager(clients.certificate()).clientAuth(ClientAuth.REQUIRE),
                versions);
    }

    /** A server of TLS 1.2 that begins a second handshake in place of saying hello. */
    static TestServer renegotiating(Leaf leaf) {
        return of(SslProvider.JDK, leaf, builder -> builder.protocols(TlsVersion.TLS_1_2.protocol()), ctx -> {
            ctx.pipeline().get(SslHandler.class).renegotiate().addListener(done -> {
                if (done.isSuccess()) {
                    sayHello(ctx);
                }
            });
        });
    }

    static TestServer of(
            SslProvider provider, Leaf leaf, UnaryOperator<SslContextBuilder> setting, TlsVersion... versions) {
        return of(
                provider,
                leaf,
                builder -> setting.apply(
                        versions.length == 0
                                ? builder
                                : builder.protocols(Stream.of(versions)
                                        .map(TlsVersion::protocol)
                                        .toList())),
                TestServer::sayHello);
    }

    private static TestServer of(
            SslProvider provider,
            Leaf leaf,
            UnaryOperator<SslContextBuilder> setting,
            Consumer<ChannelHandlerContext> afterHandshake) {
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forServer(leaf.key(), leaf.chain()).sslProvider(provider);
            return new TestServer(setting.apply(builder).build(), afterHandshake);
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sayHello(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.copiedBuffer(HELLO, US_ASCII))
                .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        children.close().syncUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        ReferenceCountUtil.release(context);
    }

    private final class Greeting extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done) {
                if (done.isSuccess()) {
                    clients.add(subjectOf(ctx.pipeline().get(SslHandler.class)));
                    afterHandshake.accept(ctx);
                } else {
                    failures.add(String.valueOf(done.cause()));
                    ctx.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
                }
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            heard.add(bytes.toString(US_ASCII));
            bytes.release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // The client's verdict is what the tests look at; this side has nothing left to do.
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static String subjectOf(SslHandler handler) {
        try {
            return ((X509Certificate) handler.engine().getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        } catch (SSLPeerUnverifiedException nobody) {
            return "nobody";
        }
    }
}
