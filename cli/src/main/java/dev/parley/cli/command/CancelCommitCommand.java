package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.operation.CancelCommit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cancel-commit",
        header = "Undo a commit that waits for its confirmation.",
        description = "Brings back the configuration from before a confirmed commit.",
        footer = {"@|bold Examples|@", "  parley cancel-commit pe1 --persist-id night-42"})
final class CancelCommitCommand extends DeviceCommand {
    @Option(names = "--persist-id", paramLabel = "TOKEN", description = "The token that was given with --persist.")
    private @Nullable String persistId;

    @Mixin
    private final RequestOptions request = new RequestOptions();

    CancelCommitCommand(Console console) {
        super(console);
    }

    @Override
    Talk.Work prepare(Output output) {
        CancelCommit cancel = new CancelCommit(persistId);
        return (session, recorder) -> new Steps(session, output, request.isForced()).take("cancel-commit", cancel);
    }
}
