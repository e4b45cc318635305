/**
 * Everything that can be asked of a device, as values (RFC 6241 section 7): an operation writes itself and reads its own
 * answer.
 *
 * <p>May import: the packages below it, {@code error} to {@code message}. Read first:
 * {@link dev.parley.operation.Operation}, then {@link dev.parley.operation.GetConfig}. Threads: all values are
 * immutable.
 */
@NullMarked
package dev.parley.operation;

import org.jspecify.annotations.NullMarked;
