package dev.parley.transport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Decides about each call that comes in. */
@FunctionalInterface
public interface CallDesk {
    /**
     * A device has connected.
     *
     * @param from where from
     * @param loop the loop of the connection, on which this is called
     * @return what is told of it, or null if it is to be hung up at once
     */
    @Nullable
    Attempt incoming(InetSocketAddress from, LinkLoop loop);
}
