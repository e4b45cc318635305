package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.operation.Datastore;
import dev.parley.operation.Validate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        header = "Check a configuration without applying it.",
        description = "Lets the device check a datastore, a file that it fetches, or a configuration from here.",
        footer = {
            "@|bold Examples|@",
            "  parley validate pe1",
            "  parley validate pe1 whole.xml",
            "  parley validate pe1 file:///backup/pe1.xml"
        })
final class ValidateCommand extends DeviceCommand {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SOURCE",
            description = "A datastore, a URL, a local file, - or XML. Default: candidate.")
    private String source = Datastore.CANDIDATE.wireName();

    @Mixin
    private final RequestOptions request = new RequestOptions();

    ValidateCommand(Console console) {
        super(console);
    }

    @Override
    boolean changes() {
        return false;
    }

    @Override
    Talk.Work prepare(Output output) {
        Validate validate = new Validate(Places.source(source, new Input(output.console())));
        return (session, recorder) ->
                new Steps(session, output, request.isForced()).take("validate " + validate.source(), validate);
    }
}
