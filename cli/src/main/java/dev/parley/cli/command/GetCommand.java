package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.operation.Get;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "get",
        header = "Read configuration and state.",
        description = "Reads the running configuration and the device's state, or the part that a filter selects.",
        footer = {
            "@|bold Examples|@",
            "  parley get pe1",
            "  parley get pe1 --xpath /sys:system-state \\",
            "      --ns sys=urn:ietf:params:xml:ns:yang:ietf-system",
            "  parley get pe1 --output everything.xml"
        })
final class GetCommand extends DeviceCommand {
    @Mixin
    private final FilterOptions selection = new FilterOptions();

    @Mixin
    private final DefaultsOptions defaults = new DefaultsOptions();

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final RequestOptions request = new RequestOptions();

    GetCommand(Console console) {
        super(console);
    }

    @Override
    boolean changes() {
        return false;
    }

    @Override
    Talk.Work prepare(Output output) {
        data.check();
        Get operation = new Get(selection.filter(new Input(output.console())), defaults.mode());
        return (session, recorder) -> data.fetch(session, request.request(operation), output, recorder);
    }
}
