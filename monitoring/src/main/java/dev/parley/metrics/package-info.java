/**
 * What sessions and pools do, in numbers: listeners that count events into a registry of Micrometer.
 *
 * <p>May import: the client module, Micrometer's core, and the pool module for what is named after pools. Read first:
 * {@link dev.parley.metrics.NetconfMetrics}. Threads: listeners are called on event loops and on callers' threads, and block
 * on none.
 */
@NullMarked
package dev.parley.metrics;

import org.jspecify.annotations.NullMarked;
