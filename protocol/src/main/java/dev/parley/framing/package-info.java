/**
 * How messages stand in a stream of bytes: the two framings of RFC 6242 section 4, which NETCONF over TLS uses too
 * (RFC 7589 section 3).
 *
 * <p>May import: {@code dev.parley.error}. Read first: {@link dev.parley.framing.FrameDecoder}. Threads: a decoder
 * belongs to one thread.
 */
@NullMarked
package dev.parley.framing;

import org.jspecify.annotations.NullMarked;
