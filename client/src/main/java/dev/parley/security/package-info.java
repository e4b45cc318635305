/**
 * What a secured link says of itself, whatever secures it.
 *
 * <p>May import: nothing. Read first: {@link dev.parley.security.SecurityDetails}. Threads: values, for all of them.
 */
@NullMarked
package dev.parley.security;

import org.jspecify.annotations.NullMarked;
