/**
 * How bytes get to a device and back: the seam between sessions and whatever carries them, and the transports over TLS
 * and TCP on Netty.
 *
 * <p>May import: {@code dev.parley.device}, {@code dev.parley.event}, {@code dev.parley.tls}, the protocol module, Netty.
 * Read first: {@link dev.parley.transport.Transport}, then {@link dev.parley.transport.Link}. Threads: everything about a
 * link happens on its loop.
 */
@NullMarked
package dev.parley.transport;

import org.jspecify.annotations.NullMarked;
