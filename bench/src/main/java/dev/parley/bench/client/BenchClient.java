package dev.parley.bench.client;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A way of being a NETCONF client, as far as the scenarios need it. */
public interface BenchClient extends AutoCloseable {
    /** Opens a session and waits until it is up. */
    Connection open(Target target);

    /** Begins to open a session. */
    CompletableFuture<? extends Connection> openAsync(Target target);

    /**
     * Asks one request after the other on a session, while notifications come in it.
     *
     * @param perSecond how many notifications in a second
     * @param seconds for how long
     */
    default FloodCost flood(Target target, Subscriber subscriber, int perSecond, int seconds) {
        throw new UnsupportedOperationException("only Parley is measured so");
    }

    @Override
    void close();

    /** Where a session is opened. */
    record Target(String host, int port, boolean resumption) {}

    /** An open session. */
    interface Connection extends AutoCloseable {
        /** Asks for a small configuration and waits for it. */
        void rpc();

        /** Asks for it without waiting; a client that has no such call waits all the same. */
        default CompletableFuture<?> ask() {
            rpc();
            return CompletableFuture.completedFuture(null);
        }

        /** Asks for it that many times, with never more than {@code inFlight} replies due, and waits for the last. */
        void pipelined(int requests, int inFlight);

        /**
         * Asks for a configuration of so many bytes, takes it in, and waits for its end.
         *
         * @param file where it goes, for clients that can put it there
         */
        void large(long bytes, Path file);

        /** Ends the session and waits until it has. */
        @Override
        void close();
    }
}
