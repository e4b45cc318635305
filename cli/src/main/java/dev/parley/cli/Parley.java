package dev.parley.cli;

import dev.parley.cli.command.Commands;
import dev.parley.cli.terminal.Console;

/** The {@code parley} command. */
public final class Parley {
    private Parley() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        Interruption interruption = Interruption.of(Thread.currentThread());
        int status = Commands.on(Console.ofProcess()).run(arguments);
        interruption.over();
        System.exit(status);
    }
}
