package dev.parley.standing;

import dev.parley.session.Session;

/**
 * What is done with a standing session.
 *
 * @param <R> what comes of it
 * @param <X> what it throws; for work that throws nothing checked, the compiler finds that out
 */
@FunctionalInterface
public interface SessionWork<R, X extends Exception> {
    /**
     * Does it.
     *
     * @param session the session that is up now; others may use it at the same time
     */
    R with(Session session) throws X;
}
