/**
 * The commands, one in each file, and the options that they share. A command turns its arguments into operations of the
 * library; {@link dev.parley.cli.command.Talk} opens the session that it sends them on.
 *
 * <p>May import: the packages below it, picocli, the simulator. Read first: {@link dev.parley.cli.command.Commands}, then
 * {@code GetConfigCommand}. Threads: one command runs on one thread.
 */
@NullMarked
package dev.parley.cli.command;

import org.jspecify.annotations.NullMarked;
