package dev.parley.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Counts what passes at the socket, below the encryption. */
final class WireCounter extends ChannelDuplexHandler {
    private long in;
    private long out;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        in += ((ByteBuf) message).readableBytes();
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        out += ((ByteBuf) message).readableBytes();
        context.write(message, promise);
    }

    long in() {
        return in;
    }

    long out() {
        return out;
    }
}
