package dev.parley.pool;

/**
 * What is done with a session that a pool lends.
 *
 * @param <R> what comes of it
 * @param <X> what it throws; for work that throws nothing checked, the compiler finds that out
 */
@FunctionalInterface
public interface Work<R, X extends Exception> {
    /**
     * Does it.
     *
     * @param session whose it is for the time of this call, and no longer
     */
    R with(PooledSession session) throws X;
}
