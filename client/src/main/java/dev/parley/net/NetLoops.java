package dev.parley.net;

import dev.parley.error.OpenException.Reason;
import dev.parley.transport.Attempt;
import dev.parley.transport.LinkLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/**
 * The threads that all transports of a client share: a few event loops, by epoll where its native library is there and by
 * the JDK's selector elsewhere, and threads for what may block, whose number is bounded. Safe for all threads.
 */
public final class NetLoops implements AutoCloseable {
    private static final int MOST_BLOCKED = 64;
    /** How long a loop does what it was handed before it looks at its sockets again. */
    private static final long TASKS_MILLIS = 5;

    /** Seconds without a word before the other side is asked whether it is there. */
    private static final int KEEPALIVE_AFTER = 30;
    /** Seconds between two questions. */
    private static final int KEEPALIVE_EVERY = 10;

    private static final int KEEPALIVE_TIMES = 3;

    private final boolean epoll;
    private final Map<ChannelOption<Integer>, Integer> keepalive;
    private final EventLoopGroup loops;
    private final ExecutorService blocking = ElasticThreads.of("parley-blocking", MOST_BLOCKED);
    /** Threads of their own, so that a flood of calls, or an inventory that hangs, keeps nobody from dialling. */
    private final CallThreads calls = new CallThreads();

    /**
     * Starts the event loops.
     *
     * @param threads how many; links are spread over them
     */
    public NetLoops(int threads) {
        this(threads, Epoll.isAvailable());
    }

    /** By epoll or by the JDK's selector. */
    NetLoops(int threads, boolean epoll) {
        this.epoll = epoll;
        keepalive = epoll ? keepaliveOfEpoll() : keepaliveOfNio();
        loops = new Loops(threads, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /**
     * Event loops that look at their sockets again soon, however many requests are handed in meanwhile: Netty's own would send
     * for a whole second before they read the first reply.
     */
    private static final class Loops extends MultiThreadIoEventLoopGroup {
        Loops(int threads, IoHandlerFactory io) {
            super(threads, new DefaultThreadFactory("parley-loop", true), io);
        }

        @Override
        protected IoEventLoop newChild(Executor executor, IoHandlerFactory io, Object... none) {
            return new SingleThreadIoEventLoop(
                    this, executor, io, Integer.MAX_VALUE, RejectedExecutionHandlers.reject(), TASKS_MILLIS);
        }
    }

    /** The loop whose turn it is. */
    public LinkLoop next() {
        return new NettyLoop(loops.next());
    }

    /** The event loop that a link's loop is. */
    public static EventLoop eventLoop(LinkLoop loop) {
        return ((NettyLoop) loop).eventLoop();
    }

    /** An event loop as the loop of a link. */
    public static LinkLoop linkLoop(EventLoop loop) {
        return new NettyLoop(loop);
    }

    /** Whether the current thread is one of the event loops, which must not wait. */
    boolean isCurrent() {
        boolean current = false;
        for (EventExecutor loop : loops) {
            current |= loop.inEventLoop();
        }
        return current;
    }

    EventLoopGroup group() {
        return loops;
    }

    /**
     * How soon it is noticed that the other side is gone without a word: a minute without an answer. Systems wait for two
     * hours before they ask.
     */
    Map<ChannelOption<Integer>, Integer> keepalive() {
        return keepalive;
    }

    private static Map<ChannelOption<Integer>, Integer> keepaliveOfEpoll() {
        return Map.of(
                EpollChannelOption.TCP_KEEPIDLE,
                KEEPALIVE_AFTER,
                EpollChannelOption.TCP_KEEPINTVL,
                KEEPALIVE_EVERY,
                EpollChannelOption.TCP_KEEPCNT,
                KEEPALIVE_TIMES);
    }

    /** Those of the JDK, as far as this system has them. */
    private static Map<ChannelOption<Integer>, Integer> keepaliveOfNio() {
        Map<ChannelOption<Integer>, Integer> options = new HashMap<>();
        try (SocketChannel any = SocketChannel.open()) {
            Map.of(
                            ExtendedSocketOptions.TCP_KEEPIDLE,
                            KEEPALIVE_AFTER,
                            ExtendedSocketOptions.TCP_KEEPINTERVAL,
                            KEEPALIVE_EVERY,
                            ExtendedSocketOptions.TCP_KEEPCOUNT,
                            KEEPALIVE_TIMES)
                    .forEach((option, value) -> {
                        if (any.supportedOptions().contains(option)) {
                            options.put(NioChannelOption.of(option), value);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("no socket can be made", e);
        }
        return Map.copyOf(options);
    }

    Class<? extends Channel> socketType() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    Class<? extends ServerChannel> serverSocketType() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends Channel> unixSocketType() {
        return epoll ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class;
    }

    SocketAddress unixAddress(Path path) {
        return epoll ? new DomainSocketAddress(path.toFile()) : UnixDomainSocketAddress.of(path);
    }

    /**
     * Runs what may block: resolving names, reading key files, asking an agent or a person.
     *
     * @throws RejectedExecutionException if the client is closed
     */
    public void block(Runnable task) {
        blocking.execute(task);
    }

    /** Runs what may block for an attempt; if the client is closed, the attempt fails. On the attempt's loop. */
    public void block(Attempt attempt, Runnable task) {
        try {
            blocking.execute(task);
        } catch (RejectedExecutionException e) {
            attempt.failed(Reason.CLIENT_CLOSED, "the client is closed", null, e);
        }
    }

    /**
     * Where whatever may block is run for a device that has called, until its connection ends. Whoever closes the connection
     * leaves the place first. Before anything else is in the channel's pipeline.
     */
    public CallThreads.Place placeFor(Channel call) {
        CallThreads.Place place = calls.place();
        call.pipeline().addLast(new Departure(place::leave));
        call.closeFuture().addListener(closed -> place.leave());
        return place;
    }

    /** Ends every channel and the threads, and waits for that, for three seconds at most; on a loop it does not wait. */
    @Override
    public void close() {
        closeThen(() -> {});
    }

    /** Ends every channel and the threads, like {@link #close()}, and behind that does what had to wait for it. */
    public void closeThen(Runnable behind) {
        blocking.shutdownNow();
        calls.close();
        boolean onLoop = isCurrent();
        Future<?> ended = loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        if (!onLoop && ended.awaitUninterruptibly(3, TimeUnit.SECONDS)) {
            behind.run();
        } else {
            ended.addListener(done -> behind.run());
        }
    }
}
