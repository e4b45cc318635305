package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.error.InputException;
import dev.parley.operation.Request;
import dev.parley.operation.Rpc;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "rpc",
        header = "Send any request.",
        description =
                "Sends one XML element as a request, with or without <rpc> around it, and prints the whole reply.",
        footer = {
            "@|bold Examples|@",
            "  parley rpc pe1 reboot.xml",
            "  parley rpc pe1 '<restart xmlns=\"http://example.net/ops\"/>'",
            "  sed s/NAME/eth0/ clear-counters.xml | parley rpc pe1 -"
        })
final class RpcCommand extends DeviceCommand {
    @Parameters(
            index = "1",
            paramLabel = "FILE|-|XML",
            description = "The request: a file, - for standard input, or the XML itself.")
    private String content;

    @Mixin
    private final DataOptions data = new DataOptions();

    RpcCommand(Console console) {
        super(console);
    }

    @Override
    Talk.Work prepare(Output output) {
        data.check();
        Rpc operation = Input.unwrapped(new Input(output.console()).xml(content), "rpc")
                .map(Rpc::of)
                .orElseThrow(
                        () -> InputException.of(InputException.Reason.BAD_XML, "there is no request inside <rpc>"));
        return (session, recorder) -> data.fetch(session, Request.of(operation), output, recorder);
    }
}
