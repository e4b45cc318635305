package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.operation.Commit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "commit",
        header = "Make the candidate the running configuration.",
        description = {
            "Commits the candidate, for good or until it is confirmed. On a terminal a confirmed commit asks whether to"
                    + " keep the change; the device undoes it if the answer is no, or does not come in time."
        },
        footer = {
            "@|bold Examples|@",
            "  parley commit pe1",
            "  parley commit pe1 --confirmed --confirm-timeout 2m",
            "  parley commit pe1 --confirmed --persist night-42",
            "  parley commit pe1 --persist-id night-42"
        })
final class CommitCommand extends DeviceCommand {
    @Mixin
    private final ConfirmOptions confirm = new ConfirmOptions();

    @Option(
            names = "--persist-id",
            paramLabel = "TOKEN",
            description = "Confirm, or with --confirmed extend, the commit that was made with --persist TOKEN.")
    private @Nullable String persistId;

    @Mixin
    private final RequestOptions request = new RequestOptions();

    CommitCommand(Console console) {
        super(console);
    }

    @Override
    Talk.Work prepare(Output output) {
        Commit commit = confirm.commit(persistId, output.console());
        return (session, recorder) -> {
            Steps steps = new Steps(session, output, request.isForced());
            steps.take(commit.confirmed() ? "confirmed commit" : "commit", commit);
            confirm.settle(device.target(), steps, output);
        };
    }
}
