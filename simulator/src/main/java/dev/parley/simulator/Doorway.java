package dev.parley.simulator;

import dev.parley.simulator.fault.FaultPlan;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where connections to a device come in, or go out to a client that is called: gives each its faults, its TLS or SSH and
 * its {@link Conversation}. Safe for any thread.
 */
final class Doorway extends ChannelInitializer<DuplexChannel> {
    private static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(128 * 1024, 512 * 1024);

    private final EventLoopGroup loops;
    private final Secured secured;
    private final Endpoint endpoint;
    private final Supplier<Dialogue> dialogues;
    private final AtomicInteger connections = new AtomicInteger();
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private volatile CurrentPlan plan;
    private volatile @Nullable Path file;

    /** What the farm made of the device's security. */
    private sealed interface Secured {
        record Not() implements Secured {}

        record ByTls(TlsSettings settings, SslContext context) implements Secured {}

        record BySsh(SshHost host) implements Secured {}

        static Secured of(Security security, DeviceFarm farm) {
            if (security instanceof Security.Tls tls) {
                return new ByTls(tls.settings(), farm.context(tls.settings()));
            }
            return security instanceof Security.Ssh ssh ? new BySsh(farm.host(ssh.settings())) : new Not();
        }
    }

    /** A plan, and how many connections it has seen. */
    private record CurrentPlan(FaultPlan plan, AtomicInteger connections) {
        CurrentPlan(FaultPlan plan) {
            this(plan, new AtomicInteger());
        }

        ConnectionFaults next() {
            return ConnectionFaults.of(plan.faultsOf(connections.incrementAndGet()));
        }
    }

    /**
     * A doorway that nobody comes through yet.
     *
     * @param dialogues gives each connection who talks on it
     */
    Doorway(DeviceFarm farm, Security security, Endpoint endpoint, Supplier<Dialogue> dialogues, FaultPlan faults) {
        this.loops = farm.loops();
        this.secured = Secured.of(security, farm);
        this.endpoint = endpoint;
        this.dialogues = dialogues;
        this.plan = new CurrentPlan(faults);
    }

    void suffer(FaultPlan faults) {
        plan = new CurrentPlan(faults);
    }

    /** How many connections there were so far. */
    int connections() {
        return connections.get();
    }

    /**
     * Begins to listen.
     *
     * @return the address, with the port that was found; none where nobody listens
     * @throws IllegalStateException if that is not possible there
     */
    Optional<SocketAddress> listen(Place place) {
        if (place instanceof Place.Tcp tcp) {
            ServerBootstrap bootstrap = new ServerBootstrap()
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true);
            return Optional.of(bind(bootstrap, new InetSocketAddress(tcp.host(), tcp.port()), place));
        }
        if (place instanceof Place.Unix unix) {
            ServerBootstrap bootstrap = new ServerBootstrap().channel(NioServerDomainSocketChannel.class);
            SocketAddress bound = bind(bootstrap, UnixDomainSocketAddress.of(unix.path()), place);
            file = unix.path();
            return Optional.of(bound);
        }
        return Optional.empty();
    }

    private SocketAddress bind(ServerBootstrap bootstrap, SocketAddress address, Place place) {
        ChannelFuture bound = bootstrap
                .group(loops)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS)
                .childHandler(this)
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException("cannot listen on " + place, bound.cause());
        }
        channels.add(bound.channel());
        return bound.channel().localAddress();
    }

    /** Dials a client; completes when the TCP connection stands, or fails. */
    CompletableFuture<Void> dial(InetSocketAddress client) {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS)
                .handler(this)
                .connect(client)
                .addListener(done -> {
                    if (done.isSuccess()) {
                        connected.complete(null);
                    } else {
                        connected.completeExceptionally(done.cause());
                    }
                });
        return connected;
    }

    /** Stops listening and drops every connection without a word from TLS; returns when that is done. */
    void close() {
        channels.forEach(Doorway::drop);
        channels.close().awaitUninterruptibly();
        Path left = file;
        if (left != null) {
            try {
                Files.deleteIfExists(left);
            } catch (IOException e) {
                throw new UncheckedIOException("the socket's file " + left + " cannot be deleted", e);
            }
        }
    }

    /** Closes from the handler next to the socket: those above it would still have something to say. */
    @SuppressWarnings("FutureReturnValueIgnored") // The group tells when all are closed.
    private static void drop(Channel channel) {
        ChannelHandlerContext nearest = channel.pipeline().firstContext();
        if (nearest == null) {
            channel.close();
        } else {
            nearest.close();
        }
    }

    @Override
    public boolean isSharable() {
        return true;
    }

    @Override
    protected void initChannel(DuplexChannel channel) {
        channels.add(channel);
        int number = connections.incrementAndGet();
        ConnectionFaults faults = plan.next();
        Endings endings = new SocketEndings(channel);
        if (HandshakeStop.isNeededBy(faults)) {
            channel.pipeline().addLast(new HandshakeStop(faults, endings));
        }
        if (faults.shapesTheWire()) {
            WireShaper.Unit unit =
                    secured instanceof Secured.ByTls ? WireShaper.Unit.TLS_RECORD : WireShaper.Unit.WRITE;
            channel.pipeline().addLast(new WireShaper(faults, unit, endpoint.scheduler(channel.eventLoop()), endings));
        }
        if (secured instanceof Secured.BySsh ssh) {
            channel.pipeline().addLast(new SshArrival(ssh.host(), endpoint, number, faults, dialogues));
            return;
        }
        if (secured instanceof Secured.ByTls tls && faults.banner().isEmpty()) {
            secure(channel, faults, tls.settings(), tls.context());
        }
        Conversation conversation = new Conversation(endpoint, number, faults, dialogues.get(), endings);
        channel.pipeline().addLast(new Arrival(endpoint, faults, conversation, secured instanceof Secured.ByTls));
        channel.pipeline().addLast(conversation);
    }

    private static void secure(Channel channel, ConnectionFaults faults, TlsSettings tls, SslContext context) {
        if (faults.alertsInsideTls()) {
            channel.pipeline().addLast(new AlertingTlsHandler(tls));
            return;
        }
        SslHandler handler = context.newHandler(channel.alloc());
        // when a whole fleet connects at once, the last of it waits for long
        handler.setHandshakeTimeoutMillis(faults.isNone() ? 60_000 : 0);
        channel.pipeline().addLast(handler);
    }
}
