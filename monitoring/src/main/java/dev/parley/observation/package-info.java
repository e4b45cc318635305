/**
 * Attempts at sessions and requests as observations of Micrometer, which become spans of a trace: below what was current on the
 * thread that asked for them.
 *
 * <p>May import: the client module, Micrometer's observations, {@code dev.parley.metrics} for the names of operations. Read
 * first: {@link dev.parley.observation.NetconfObservations}. Threads: an observation begins on the thread that asks, and ends on
 * that which knows the end; no scope is left open on either.
 */
@NullMarked
package dev.parley.observation;

import org.jspecify.annotations.NullMarked;
