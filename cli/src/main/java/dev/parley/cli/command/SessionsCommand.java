package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.monitoring.GetMonitoring;
import dev.parley.monitoring.GetMonitoring.Part;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "sessions",
        header = "Show who talks to a device, and who holds which lock.",
        description =
                "Shows the sessions that are open on the device, ours marked with *, the locks on its datastores, and"
                        + " what it has counted since its NETCONF server was started.",
        footer = {
            "@|bold Examples|@",
            "  parley sessions pe1",
            "  parley sessions pe1 --json | jq '.sessions[] | select(.user == \"fred\") | .id'",
            "  parley kill-session pe1 4711"
        })
final class SessionsCommand extends DeviceCommand {
    @Mixin
    private final RequestOptions request = new RequestOptions();

    SessionsCommand(Console console) {
        super(console);
    }

    @Override
    boolean changes() {
        return false;
    }

    @Override
    Talk.Work prepare(Output output) {
        GetMonitoring question = GetMonitoring.of(Part.SESSIONS, Part.DATASTORES, Part.STATISTICS);
        return (session, recorder) -> new Occupation(session.send(request.request(question)), session).tell(output);
    }
}
