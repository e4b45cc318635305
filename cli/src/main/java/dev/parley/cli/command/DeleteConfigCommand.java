package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.operation.DeleteConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete-config",
        header = "Delete the startup configuration or a file.",
        description = "Deletes the startup datastore, or a file that the device keeps. Running cannot be deleted.",
        footer = {
            "@|bold Examples|@",
            "  parley delete-config pe1 startup",
            "  parley delete-config pe1 file:///backup/old.xml"
        })
final class DeleteConfigCommand extends DeviceCommand {
    @Parameters(index = "1", paramLabel = "TARGET", description = "startup, or a URL.")
    private String target;

    @Mixin
    private final RequestOptions request = new RequestOptions();

    DeleteConfigCommand(Console console) {
        super(console);
    }

    @Override
    Talk.Work prepare(Output output) {
        DeleteConfig delete = new DeleteConfig(Places.target(target));
        return (session, recorder) ->
                new Steps(session, output, request.isForced()).take("delete " + delete.target(), delete);
    }
}
