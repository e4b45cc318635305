/**
 * What can go wrong, and what it means for the caller: one sealed tree of exceptions, the phases of a session, the fate
 * of a request, and the errors that devices report.
 *
 * <p>May import: the JDK only; it is the lowest floor. Read first: {@link dev.parley.error.NetconfException}. Threads:
 * everything here is immutable.
 */
@NullMarked
package dev.parley.error;

import org.jspecify.annotations.NullMarked;
