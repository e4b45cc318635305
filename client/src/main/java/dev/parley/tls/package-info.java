/**
 * TLS for NETCONF (RFC 7589, RFC 9918): who the client is, whom it believes, which TLS it speaks, and what came of it.
 *
 * <p>May import: {@code dev.parley.error}, Netty's SSL handler, Bouncy Castle for reading keys. Read first: {@link
 * dev.parley.tls.Tls}, then {@link dev.parley.tls.TlsContexts}. Threads: the values are immutable; a {@link
 * dev.parley.tls.TlsConnection} belongs to the event loop of its channel.
 */
@NullMarked
package dev.parley.tls;

import org.jspecify.annotations.NullMarked;
