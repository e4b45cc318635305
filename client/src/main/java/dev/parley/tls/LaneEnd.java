package dev.parley.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Gives a lane back when the first bytes come through TLS, before which a server sends its tickets (S-06), or when the connection
 * ends without any. It stands behind the handler of TLS until then.
 */
final class LaneEnd extends ChannelInboundHandlerAdapter {
    private final Lanes.Lane lane;

    LaneEnd(Lanes.Lane lane) {
        this.lane = lane;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ctx.pipeline().remove(this);
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lane.giveBack();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        lane.giveBack();
    }
}
