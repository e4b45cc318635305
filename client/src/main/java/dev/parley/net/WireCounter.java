package dev.parley.net;

import dev.parley.event.TcpState;
import dev.parley.transport.Attempt;
import dev.parley.transport.WireTap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts what passes at the socket, below the encryption, and shows it to whoever wants to see it. */
final class WireCounter extends ChannelDuplexHandler {
    /** How long not to ask the operating system again. */
    private static final long PAUSE = Duration.ofMillis(50).toNanos();

    private final @Nullable WireTap tap;
    private long in;
    private long out;
    private long measuredAt = System.nanoTime() - PAUSE;

    private WireCounter(@Nullable WireTap tap) {
        this.tap = tap;
    }

    /** For a connection that has come about. */
    static WireCounter of(Channel channel, Attempt attempt) {
        WireTap tap = attempt.tap();
        if (tap != null) {
            tap.connected(channel.localAddress(), channel.remoteAddress());
        }
        return new WireCounter(tap);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        in += bytes.readableBytes();
        if (tap != null) {
            show(tap, false, bytes);
            if (System.nanoTime() - measuredAt >= PAUSE) {
                measure(tap, context.channel());
            }
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ByteBuf bytes = (ByteBuf) message;
        out += bytes.readableBytes();
        if (tap != null) {
            show(tap, true, bytes);
        }
        context.write(message, promise);
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        measure(context.channel());
        context.close(promise);
    }

    /** Shows how the connection fares, to whoever wants to see it. */
    void measure(Channel channel) {
        if (tap != null) {
            measure(tap, channel);
        }
    }

    private static void show(WireTap tap, boolean outbound, ByteBuf bytes) {
        tap.passed(outbound, bytes.nioBuffer().asReadOnlyBuffer());
    }

    private void measure(WireTap tap, Channel channel) {
        measuredAt = System.nanoTime();
        stateOf(channel).ifPresent(tap::measured);
    }

    private static Optional<TcpState> stateOf(Channel channel) {
        if (!(channel instanceof EpollSocketChannel socket) || !channel.isOpen()) {
            return Optional.empty();
        }
        try {
            EpollTcpInfo info = socket.tcpInfo();
            return Optional.of(new TcpState(
                    Duration.of(info.rtt(), ChronoUnit.MICROS),
                    Duration.of(info.rttvar(), ChronoUnit.MICROS),
                    info.totalRetrans(),
                    info.unacked(),
                    info.retransmits(),
                    info.sndMss(),
                    info.rcvMss(),
                    info.pmtu(),
                    info.sndCwnd(),
                    info.rcvSpace()));
        } catch (ChannelException e) {
            // the connection went away at this moment, and with it what was known of it
            return Optional.empty();
        }
    }

    long in() {
        return in;
    }

    long out() {
        return out;
    }
}
