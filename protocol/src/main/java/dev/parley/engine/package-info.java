/**
 * The client's side of the protocol as a machine without I/O: bytes, requests and time go in; bytes, replies and failures
 * come out.
 *
 * <p>May import: all packages of this module. Read first: {@link dev.parley.engine.ClientEngine}. Threads: an engine and
 * everything it calls belong to one thread at a time, its driver's.
 */
@NullMarked
package dev.parley.engine;

import org.jspecify.annotations.NullMarked;
