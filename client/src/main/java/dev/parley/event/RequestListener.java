package dev.parley.event;

import dev.parley.error.NetconfException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told what came of one request, with what only reading the reply shows: an {@code rpc-error} of the device is among the
 * failures. Made by {@link SessionListener#request}.
 */
@FunctionalInterface
public interface RequestListener {
    /**
     * The request is over. Called exactly once for each request that was handed over; also after the end of its session,
     * because a reply may be read later than that.
     *
     * <p>Threads: that which read the reply, or the session's event loop where no reply came. It must return quickly and not
     * block. An exception from it is logged and otherwise ignored.
     *
     * @param took the time from handing the request over until the reply was whole, or it was clear that none would be; not
     *     the time that a reply waited to be read
     * @param failure what the caller was thrown, or null if the request succeeded
     */
    void ended(Duration took, @Nullable NetconfException failure);
}
