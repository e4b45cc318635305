package dev.parley.simulator;

import dev.parley.simulator.fault.Moment;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Keeps what the client sends from TLS, for faults that end the connection before the device has said anything. */
final class HandshakeStop extends ChannelInboundHandlerAdapter {
    private final ConnectionFaults faults;
    private final Endings endings;
    private Heard heard = Heard.NOTHING;

    /** Whether the client has begun to talk. */
    private enum Heard {
        NOTHING,
        SOMETHING
    }

    HandshakeStop(ConnectionFaults faults, Endings endings) {
        this.faults = faults;
        this.endings = endings;
    }

    static boolean isNeededBy(ConnectionFaults faults) {
        return faults.endingAt(Moment.Phase.ACCEPTED).isPresent()
                || faults.endingAt(Moment.Phase.CLIENT_HELLO).isPresent();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
        if (heard == Heard.NOTHING) {
            heard = Heard.SOMETHING;
            faults.endingAt(Moment.Phase.CLIENT_HELLO).ifPresent(endings::end);
        }
    }
}
