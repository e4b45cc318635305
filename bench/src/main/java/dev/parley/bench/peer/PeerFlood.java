package dev.parley.bench.peer;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;

/** Numbered notifications at a steady rate, each millisecond as many as are due. On the session's event loop. */
final class PeerFlood {
    private final ChannelHandlerContext context;
    private final Answers answers;
    private final long perSecond;
    private final long events;
    private final long began = System.nanoTime();
    private long said;

    PeerFlood(ChannelHandlerContext context, Answers answers, long perSecond, long events) {
        this.context = context;
        this.answers = answers;
        this.perSecond = perSecond;
        this.events = events;
    }

    /** Says what is due, and comes back for the rest. */
    void goOn() {
        long due = Math.min(events, (System.nanoTime() - began) / 1_000 * perSecond / 1_000_000);
        while (said < due && context.channel().isWritable()) {
            context.write(answers.notification(context.alloc(), ++said), context.voidPromise());
        }
        context.flush();
        if (said < events && context.channel().isActive()) {
            context.executor().schedule(this::goOn, 1, TimeUnit.MILLISECONDS);
        }
    }
}
