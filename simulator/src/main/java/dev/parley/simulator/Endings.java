package dev.parley.simulator;

import dev.parley.simulator.fault.Ending;
import io.netty.channel.ChannelFuture;

/** Carries out how a connection, or a session on it, ends. On the event loop only. */
@FunctionalInterface
interface Endings {

    void end(Ending ending);

    /** Ends the connection once that write has left. */
    @SuppressWarnings("FutureReturnValueIgnored") // What fails to be written fails with the connection.
    default void endAfter(ChannelFuture written, Ending ending) {
        written.addListener(done -> end(ending));
    }
}
