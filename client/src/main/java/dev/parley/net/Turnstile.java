package dev.parley.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets connections in one by one: the next is taken when it has been decided about the last, so that whoever decides can
 * stop it at an exact number. The others wait with the operating system. Stands in front of a channel that listens and does
 * not read of its own accord.
 */
final class Turnstile extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Turnstile.class);
    private static final int SECONDS_AFTER_AN_ERROR = 1;

    private @Nullable ChannelHandlerContext context;
    private boolean open;
    /** The one that is not decided about yet. */
    private @Nullable Channel inside;

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** Lets further ones in, or none. Any thread. */
    void open(boolean on) {
        onLoop(() -> {
            open = on;
            next();
        });
    }

    /** It has been decided about this one. Any thread; saying it again changes nothing. */
    void decided(Channel call) {
        onLoop(() -> {
            if (inside == call) {
                inside = null;
                next();
            }
        });
    }

    private void onLoop(Runnable task) {
        try {
            context().executor().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the client is closed: nobody is let in any more");
        }
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "nothing is listened on yet");
    }

    private void next() {
        if (open && inside == null) {
            context().read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext listening, Object message) {
        Channel call = (Channel) message;
        inside = call;
        // also if it is gone before anybody could decide
        call.closeFuture().addListener(closed -> decided(call));
        listening.fireChannelRead(message);
    }

    /** Such as too many open files, which passes. */
    @Override
    public void exceptionCaught(ChannelHandlerContext listening, Throwable cause) {
        LOG.warn(
                "a call could not be taken, which is tried again in {} s: {}",
                SECONDS_AFTER_AN_ERROR,
                cause.toString());
        listening.executor().schedule(this::next, SECONDS_AFTER_AN_ERROR, TimeUnit.SECONDS);
    }
}
