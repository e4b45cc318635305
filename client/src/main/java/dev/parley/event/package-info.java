/**
 * What happens in a session's life, as values: the only instrument there is. Logs, metrics, timelines and diagnosis are
 * listeners to the same events.
 *
 * <p>May import: {@code dev.parley.device}, {@code dev.parley.tls}, the protocol module, SLF4J. Read first:
 * {@link dev.parley.event.SessionEvent}. Threads: events are immutable; listeners are called on the session's event loop
 * and must not block.
 */
@NullMarked
package dev.parley.event;

import org.jspecify.annotations.NullMarked;
