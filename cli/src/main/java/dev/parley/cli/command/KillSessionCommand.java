package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.operation.KillSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "kill-session",
        header = "End another session.",
        description = {
            "Ends a session at once: its locks are released, and what it had not committed is undone. A lock-denied"
                    + " error names the session that holds the lock."
        },
        footer = {"@|bold Examples|@", "  parley kill-session pe1 42"})
final class KillSessionCommand extends DeviceCommand {
    @Parameters(index = "1", paramLabel = "SESSION-ID", description = "The number of the session on the device.")
    private long sessionId;

    KillSessionCommand(Console console) {
        super(console);
    }

    @Override
    Talk.Work prepare(Output output) {
        KillSession kill = new KillSession(sessionId);
        return (session, recorder) -> new Steps(session, output, false).take("kill session " + sessionId, kill);
    }
}
