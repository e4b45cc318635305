package dev.parley.cli;

import dev.parley.cli.command.Commands;
import dev.parley.cli.report.ExitCode;
import dev.parley.cli.terminal.Console;

/** The {@code parley} command. */
public final class Parley {
    private Parley() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        Interruption interruption = Interruption.of(Thread.currentThread());
        int status;
        try {
            status = Commands.on(Console.ofProcess()).run(arguments);
        } catch (RuntimeException | Error failure) {
            // left to the JVM it would be a stack trace, and would end as if somebody had pressed Ctrl-C
            System.err.println("error: internal error: " + failure);
            status = ExitCode.INTERNAL.status();
        }
        interruption.over();
        System.exit(status);
    }
}
