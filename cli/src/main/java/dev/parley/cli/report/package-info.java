/**
 * How a command tells what it came to: results for people or as JSON, errors with advice, exit codes.
 *
 * <p>May import: {@code dev.parley.cli.terminal}, the client module, Jackson. Read first:
 * {@link dev.parley.cli.report.Output}. Threads: one, but for {@link dev.parley.cli.report.Recorder} and
 * {@link dev.parley.cli.report.Trace}, which listen to sessions.
 */
@NullMarked
package dev.parley.cli.report;

import org.jspecify.annotations.NullMarked;
