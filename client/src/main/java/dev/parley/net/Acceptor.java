package dev.parley.net;

import dev.parley.device.CallHome;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.error.OpenException;
import dev.parley.transport.Attempt;
import dev.parley.transport.CallDesk;
import dev.parley.transport.Calls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Takes the connections of devices that call. A channel that it hands over has no handlers and reads nothing until somebody
 * says so.
 */
public final class Acceptor {
    /** So many may wait with the operating system; a whole fleet calls at once after an outage. */
    private static final int BACKLOG = 4_096;

    private static final int MOST_SECONDS_TO_CLOSE = 3;

    private final NetLoops loops;

    /** Accepts on these loops. */
    public Acceptor(NetLoops loops) {
        this.loops = loops;
    }

    /**
     * Begins to listen. No call is taken before {@link Calls#accepting} says so, and then one at a time: the next when the
     * desk has decided about the last.
     *
     * @param host the address, or {@link CallHome#ANYWHERE}
     * @param port the port, or 0 for any
     * @param desk decides about each call
     * @param answer takes over a call that the desk lets in, on its loop
     * @throws InputException if it cannot be listened there
     */
    public Calls listen(String host, int port, CallDesk desk, BiConsumer<Channel, Attempt> answer) {
        InetSocketAddress wanted = new InetSocketAddress(address(host), port);
        Turnstile turnstile = new Turnstile();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverSocketType())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false)
                .handler(turnstile)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.AUTO_CLOSE, false)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // its loop has it registered, but not active yet
                        channel.eventLoop().execute(() -> {
                            try {
                                incoming(channel, desk, answer);
                            } finally {
                                turnstile.decided(channel);
                            }
                        });
                    }
                });
        loops.keepalive().forEach(bootstrap::childOption);
        ChannelFuture bound = bootstrap.bind(wanted).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotListen(host, port, bound.cause());
        }
        return new Listening((ServerChannel) bound.channel(), turnstile, loops);
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host.equals(CallHome.ANYWHERE) ? anywhere() : host);
        } catch (UnknownHostException e) {
            throw new InputException(
                    Reason.BAD_ADDRESS, "\"" + host + "\" is no address of this machine to listen on", null, e);
        }
    }

    /** A socket of IPv6 takes what comes by IPv4 too, if it is bound to no address. */
    private static String anywhere() {
        try {
            ServerSocketChannel.open(StandardProtocolFamily.INET6).close();
            return "::";
        } catch (UnsupportedOperationException e) {
            // this machine, or this JVM, has no IPv6
            return "0.0.0.0";
        } catch (IOException e) {
            throw new UncheckedIOException("no socket can be made", e);
        }
    }

    private static InputException cannotListen(String host, int port, Throwable cause) {
        String words = SystemWords.of(cause).toLowerCase(Locale.ROOT);
        String advice = null;
        if (words.contains("in use")) {
            advice = "another program listens there; end it, or choose another port";
        } else if (words.contains("denied")) {
            advice = "ports below 1024 need permission; choose another, or give the permission";
        } else if (words.contains("assign")) {
            advice = "the address must be one of this machine; :: stands for all, 0.0.0.0 for those of IPv4";
        }
        return new InputException(
                Reason.BAD_ADDRESS, "cannot listen on " + host + " port " + port + ": " + words, advice, cause);
    }

    private static void incoming(Channel channel, CallDesk desk, BiConsumer<Channel, Attempt> answer) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress from)) {
            // it is gone already
            channel.close();
            return;
        }
        Attempt attempt = desk.incoming(from, NetLoops.linkLoop(channel.eventLoop()));
        if (attempt == null) {
            channel.close();
        } else {
            attempt.onAbort(channel::close);
            answer.accept(channel, attempt);
        }
    }

    /**
     * Goes on with a call, on its loop, after something has been done elsewhere; if the device has hung up meanwhile, or the
     * attempt is over, that is the end of it.
     *
     * @param next goes on
     * @param drop lets go of what was prepared for that, if it does not go on
     */
    public static void goOn(Channel channel, Attempt attempt, Runnable next, Runnable drop) {
        try {
            attempt.loop().execute(() -> {
                if (attempt.isOver()) {
                    drop.run();
                } else if (channel.isActive()) {
                    next.run();
                } else {
                    drop.run();
                    attempt.failed(
                            OpenException.Reason.CLOSED_BY_PEER,
                            "the device hung up before it could be answered",
                            "it may have waited too long, or may not want to be called back",
                            null);
                }
            });
        } catch (RejectedExecutionException e) {
            // the client was closed meanwhile, and the attempt with it
            drop.run();
        }
    }

    private record Listening(ServerChannel channel, Turnstile turnstile, NetLoops loops) implements Calls {
        @Override
        public InetSocketAddress address() {
            return (InetSocketAddress) channel.localAddress();
        }

        @Override
        public void accepting(boolean on) {
            turnstile.open(on);
        }

        /** Nobody can connect any more when this returns, unless an event loop asks, which cannot wait. */
        @Override
        public void close() {
            ChannelFuture closed = channel.close();
            if (!loops.isCurrent()) {
                closed.awaitUninterruptibly(MOST_SECONDS_TO_CLOSE, TimeUnit.SECONDS);
            }
        }
    }
}
