package dev.parley.transport;

import dev.parley.device.Access;
import dev.parley.device.CleartextTcp;
import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.tls.TlsConnection;
import dev.parley.tls.TlsContexts;
import dev.parley.tls.TlsDetails;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * TLS and bare TCP on Netty, by epoll where its native library is there and by the JDK's selector elsewhere.
 *
 * <p>Few event loops serve all links. Name resolution and the reading of key files may block, and happen on threads of
 * their own, whose number is bounded.
 */
public final class NettyTransport implements Transport {
    private static final int MOST_BLOCKED = 64;

    private final EventLoopGroup loops;
    private final Class<? extends Channel> channelType;
    private final TlsContexts contexts = new TlsContexts();
    private final ExecutorService blocking;

    /**
     * Starts the event loops.
     *
     * @param threads how many; sessions are spread over them
     */
    public NettyTransport(int threads) {
        boolean epoll = Epoll.isAvailable();
        loops = new MultiThreadIoEventLoopGroup(
                threads,
                new DefaultThreadFactory("parley-loop", true),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        channelType = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        blocking = elasticPool();
    }

    /** Threads come as they are needed and go when they are not; what finds all of them taken waits for one. */
    private static ExecutorService elasticPool() {
        LinkedTransferQueue<Runnable> waiting = new LinkedTransferQueue<>() {
            private static final long serialVersionUID = 1;

            @Override
            public boolean offer(Runnable task) {
                return tryTransfer(task);
            }
        };
        return new ThreadPoolExecutor(
                0,
                MOST_BLOCKED,
                10,
                TimeUnit.SECONDS,
                waiting,
                new DefaultThreadFactory("parley-resolve", true),
                (task, pool) -> {
                    if (pool.isShutdown()) {
                        throw new RejectedExecutionException("closed");
                    }
                    waiting.put(task);
                });
    }

    @Override
    public boolean serves(Access access) {
        return access instanceof TlsAccess || access instanceof CleartextTcp;
    }

    @Override
    public LinkLoop newLoop() {
        return new NettyLoop(loops.next());
    }

    @Override
    public void open(Device device, Attempt attempt) {
        attempt.begin(Phase.RESOLVE);
        try {
            blocking.execute(() -> prepare(device.access(), attempt));
        } catch (RejectedExecutionException e) {
            attempt.failed(Reason.CLIENT_CLOSED, "the client is closed", null, e);
        }
    }

    /** What may block: the keys, and the addresses of a name. */
    private void prepare(Access access, Attempt attempt) {
        TlsConnection tls = null;
        try {
            tls = access instanceof TlsAccess secured
                    ? contexts.open(secured.tls(), secured.host(), secured.port())
                    : null;
            List<InetSocketAddress> addresses = Arrays.stream(InetAddress.getAllByName(access.host()))
                    .map(address -> new InetSocketAddress(address, access.port()))
                    .toList();
            TlsConnection ready = tls;
            attempt.loop().execute(() -> connect(addresses, ready, attempt));
        } catch (UnknownHostException e) {
            release(tls);
            tell(
                    attempt,
                    () -> attempt.failed(
                            Reason.UNKNOWN_HOST,
                            "the name \"" + access.host() + "\" has no address",
                            "check the spelling and the name service (DNS, hosts file)",
                            e));
        } catch (InputException e) {
            release(tls);
            tell(attempt, () -> attempt.unusable(e));
        } catch (RejectedExecutionException e) {
            // the client was closed meanwhile, and the attempt with it
            release(tls);
        } catch (RuntimeException e) {
            release(tls);
            tell(attempt, () -> attempt.failed(Reason.FAILED, "preparing the connection failed: " + e, null, e));
        }
    }

    private static void tell(Attempt attempt, Runnable failure) {
        try {
            attempt.loop().execute(failure);
        } catch (RejectedExecutionException e) {
            // the client was closed meanwhile, and the attempt with it
        }
    }

    private static void release(@Nullable TlsConnection tls) {
        if (tls != null) {
            tls.close();
        }
    }

    private void connect(List<InetSocketAddress> addresses, @Nullable TlsConnection tls, Attempt attempt) {
        if (attempt.isOver()) {
            release(tls);
            return;
        }
        attempt.end(
                Phase.RESOLVE,
                addresses.stream().map(a -> a.getAddress().getHostAddress()).collect(Collectors.joining(", ")));
        attempt.begin(Phase.CONNECT);
        Bootstrap bootstrap = new Bootstrap()
                .group(((NettyLoop) attempt.loop()).eventLoop())
                .channel(channelType)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                // nothing is read before there is somebody to take it
                .option(ChannelOption.AUTO_READ, false)
                // after a failed write there may still be an alert to read, which says why
                .option(ChannelOption.AUTO_CLOSE, false)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // the one that is connected first gets its handlers then
                    }
                });
        AddressRace race = new AddressRace(
                bootstrap, addresses, attempt, channel -> connected(channel, tls, attempt), () -> release(tls));
        attempt.onAbort(race::abort);
        race.next();
    }

    private void connected(Channel channel, @Nullable TlsConnection tls, Attempt attempt) {
        WireCounter wire = new WireCounter();
        channel.pipeline().addLast(wire);
        if (tls == null) {
            attempt.end(Phase.CONNECT, channel.remoteAddress() + ", cleartext");
            NettyLink link = new NettyLink(channel, wire, null);
            channel.pipeline().addLast(link);
            link.start(attempt.connected(link));
            return;
        }
        attempt.end(Phase.CONNECT, String.valueOf(channel.remoteAddress()));
        attempt.onAbort(channel::close);
        attempt.begin(Phase.SECURE);
        try {
            secure(channel, wire, tls, attempt);
        } catch (RuntimeException e) {
            release(tls);
            attempt.failed(Reason.HANDSHAKE_FAILED, "TLS could not be set up: " + e, null, e);
        }
    }

    private static void secure(Channel channel, WireCounter wire, TlsConnection tls, Attempt attempt) {
        NettyLink link = new NettyLink(channel, wire, tls);
        attempt.onAbort(() -> {
            attempt.traffic(link.traffic());
            channel.close();
        });
        Future<TlsDetails> secured = tls.addTo(channel.pipeline());
        channel.pipeline().addLast(link);
        secured.addListener(done -> {
            if (attempt.isOver()) {
                return;
            }
            if (done.isSuccess()) {
                attempt.secured(secured.getNow());
                attempt.end(Phase.SECURE, link.describeTls());
                link.start(attempt.connected(link));
            } else {
                attempt.traffic(link.traffic());
                var failure = tls.failure(done.cause());
                attempt.failed(failure.reason(), failure.detail(), failure.advice(), done.cause());
            }
        });
        channel.config().setAutoRead(true);
    }

    /** Ends every link and the event loops, and waits for that, for three seconds at most. */
    @Override
    public void close() {
        blocking.shutdownNow();
        Future<?> ended = loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        boolean onLoop = false;
        for (EventExecutor loop : loops) {
            onLoop |= loop.inEventLoop();
        }
        if (!onLoop && ended.awaitUninterruptibly(3, TimeUnit.SECONDS)) {
            contexts.close();
        } else {
            ended.addListener(done -> contexts.close());
        }
    }
}
