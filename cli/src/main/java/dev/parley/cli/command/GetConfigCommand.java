package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "get-config",
        header = "Read a configuration.",
        description = "Reads a datastore, or the part of it that a filter selects.",
        footer = {
            "@|bold Examples|@",
            "  parley get-config pe1",
            "  parley get-config tls://pe1:6513 --cert me.crt --key me.key --ca ca.crt",
            "  parley get-config pe1 --source candidate --output pe1.xml",
            "  parley get-config pe1 --filter \\",
            "      '<system xmlns=\"urn:ietf:params:xml:ns:yang:ietf-system\"/>'",
            "  parley get-config pe1 --xpath '//if:interface[if:name=\"eth0\"]' \\",
            "      --ns if=urn:ietf:params:xml:ns:yang:ietf-interfaces"
        })
final class GetConfigCommand extends DeviceCommand {
    @Option(
            names = "--source",
            paramLabel = "DATASTORE",
            converter = Words.OfDatastore.class,
            completionCandidates = Words.OfDatastore.class,
            description = "${COMPLETION-CANDIDATES}. Default: running.")
    private Datastore source = Datastore.RUNNING;

    @Mixin
    private final FilterOptions selection = new FilterOptions();

    @Mixin
    private final DefaultsOptions defaults = new DefaultsOptions();

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final RequestOptions request = new RequestOptions();

    GetConfigCommand(Console console) {
        super(console);
    }

    @Override
    boolean changes() {
        return false;
    }

    @Override
    Talk.Work prepare(Output output) {
        data.check();
        GetConfig operation = new GetConfig(source, selection.filter(new Input(output.console())), defaults.mode());
        return (session, recorder) -> data.fetch(session, request.request(operation), output, recorder);
    }
}
