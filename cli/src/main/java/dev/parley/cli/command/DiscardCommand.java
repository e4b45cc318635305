package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.operation.DiscardChanges;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "discard",
        aliases = "discard-changes",
        header = "Make the candidate equal to running again.",
        description = "Throws away everything in the candidate that was not committed, by whomever it is.",
        footer = {"@|bold Examples|@", "  parley discard pe1"})
final class DiscardCommand extends DeviceCommand {
    @Mixin
    private final RequestOptions request = new RequestOptions();

    DiscardCommand(Console console) {
        super(console);
    }

    @Override
    Talk.Work prepare(Output output) {
        return (session, recorder) ->
                new Steps(session, output, request.isForced()).take("discard-changes", new DiscardChanges());
    }
}
