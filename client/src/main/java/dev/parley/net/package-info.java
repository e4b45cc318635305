/**
 * Sockets on Netty: the threads that all transports of a client share, connecting, and the links over TLS, TCP and UNIX
 * sockets. Transports of Parley's own stand on it; it is not for users, and no other module sees it.
 *
 * <p>May import: {@code dev.parley.transport} and what is below it, Netty. Read first: {@link dev.parley.net.Connector},
 * then {@link dev.parley.net.NettyLink}. Threads: everything about a channel happens on its event loop; what may block, on
 * the threads of {@link dev.parley.net.NetLoops#block}.
 */
@NullMarked
package dev.parley.net;

import org.jspecify.annotations.NullMarked;
