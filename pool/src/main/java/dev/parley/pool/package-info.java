/**
 * Sessions that are shared: opened when somebody needs one, kept for the next, and never handed on with anything left on
 * them.
 *
 * <p>May import: the client and protocol modules, reactor-pool. Read first: {@link dev.parley.pool.SessionPool}, then {@code
 * Ledger}. Threads: everything public is safe for all threads; what a pool knows of its sessions is guarded by one lock, under
 * which nothing waits and nobody else's code runs.
 */
@NullMarked
package dev.parley.pool;

import org.jspecify.annotations.NullMarked;
