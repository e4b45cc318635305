/**
 * What runs the benchmarks: it starts the peer and the clients, has them measure in turns, and reports.
 *
 * <p>May import: {@code dev.parley.bench.client}, {@code dev.parley.bench.peer}. Read first:
 * {@link dev.parley.bench.Bench}. Threads: one.
 */
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
