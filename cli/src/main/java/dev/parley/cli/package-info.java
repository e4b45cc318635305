/**
 * Where the {@code parley} command begins and how it ends.
 *
 * <p>May import: everything below. Read first: {@link dev.parley.cli.Parley}. Threads: the main thread, and the one that
 * the JVM starts when it is told to stop.
 */
@NullMarked
package dev.parley.cli;

import org.jspecify.annotations.NullMarked;
