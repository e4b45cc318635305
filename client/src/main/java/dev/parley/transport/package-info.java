/**
 * The seam between sessions and whatever carries their bytes: what a transport is asked, and what it tells.
 *
 * <p>May import: {@code dev.parley.device}, {@code dev.parley.event}, {@code dev.parley.tls} and the protocol module; no
 * Netty. Read first: {@link dev.parley.transport.Transport}, then {@link dev.parley.transport.Link}. Threads: everything
 * about a link happens on its loop.
 */
@NullMarked
package dev.parley.transport;

import org.jspecify.annotations.NullMarked;
