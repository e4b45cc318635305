/**
 * Sessions: requests become futures and blocking calls above, bytes below.
 *
 * <p>May import: all packages of this module but the root, and the protocol module. Read first:
 * {@link dev.parley.session.Session}. Threads: {@code Session} is safe for all threads; what it drives lives on the
 * session's loop.
 */
@NullMarked
package dev.parley.session;

import org.jspecify.annotations.NullMarked;
