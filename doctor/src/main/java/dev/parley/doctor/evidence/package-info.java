/**
 * What was seen in one attempt to open a session, without any judgement of it, and the listener that gathers it.
 *
 * <p>May import: the client module, and what {@code dev.parley.probe} knows of the bytes of TLS. Read first: {@link dev.parley.doctor.evidence.Evidence}, then {@link
 * dev.parley.doctor.evidence.Watch}. Threads: records are immutable; a watch is fed on the session's event loop and asked by
 * any thread.
 */
@NullMarked
package dev.parley.doctor.evidence;

import org.jspecify.annotations.NullMarked;
