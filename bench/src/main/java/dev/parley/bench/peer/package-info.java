/**
 * The NETCONF server that the clients are measured against: it says what was prepared, as fast as it can.
 *
 * <p>May import: Netty. Read first: {@link dev.parley.bench.peer.Peer}. Threads: each connection lives on one event loop.
 */
@NullMarked
package dev.parley.bench.peer;

import org.jspecify.annotations.NullMarked;
