/**
 * What the two sides say: hellos and capabilities, the envelope of a message, replies and the errors in them
 * (RFC 6241 sections 4 and 8.1).
 *
 * <p>May import: {@code dev.parley.error}, {@code dev.parley.xml}, {@code dev.parley.framing}. Read first:
 * {@link dev.parley.message.ServerHello}, then {@link dev.parley.message.Reply}. Threads: messages are immutable, and
 * {@link dev.parley.message.EnvelopeScanner} belongs to one thread.
 */
@NullMarked
package dev.parley.message;

import org.jspecify.annotations.NullMarked;
