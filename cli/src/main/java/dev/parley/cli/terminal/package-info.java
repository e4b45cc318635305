/**
 * What a person sees: the standard streams and what is at their other ends, colour, XML made readable, charts, progress
 * and questions. Nothing here knows NETCONF.
 *
 * <p>May import: {@code dev.parley.error} for how times and single lines are written. Read first: {@link dev.parley.cli.terminal.Console}.
 * Threads: one, but for {@link dev.parley.cli.terminal.StatusLine}, which repaints itself.
 */
@NullMarked
package dev.parley.cli.terminal;

import org.jspecify.annotations.NullMarked;
