package dev.parley.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Says that the other side is gone before anybody behind it in the pipeline hears of that. */
final class Departure extends ChannelInboundHandlerAdapter {
    private final Runnable gone;

    Departure(Runnable gone) {
        this.gone = gone;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone.run();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        gone.run();
        context.fireExceptionCaught(cause);
    }
}
