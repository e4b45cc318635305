package dev.parley.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Arrays;

/**
 * Remembers how the server began, as it came from the socket: a server that does not speak TLS is told by what it says
 * instead. It leaves the pipeline when it has seen enough.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {
    private static final int KEPT = 64;

    private final byte[] bytes = new byte[KEPT];
    private int length;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (length < KEPT && message instanceof ByteBuf received) {
            int more = Math.min(received.readableBytes(), KEPT - length);
            received.getBytes(received.readerIndex(), bytes, length, more);
            length += more;
            if (length == KEPT) {
                ctx.pipeline().remove(this);
            }
        }
        ctx.fireChannelRead(message);
    }

    /** What came first, at most 64 bytes. */
    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }
}
