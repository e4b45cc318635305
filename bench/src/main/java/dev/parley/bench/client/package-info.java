/**
 * The clients that are compared, and what each of them is asked to do.
 *
 * <p>May import: the client module, Netty. Read first: {@link dev.parley.bench.client.BenchClient}, then
 * {@link dev.parley.bench.client.Scenario}. Threads: a client is driven by one thread.
 */
@NullMarked
package dev.parley.bench.client;

import org.jspecify.annotations.NullMarked;
