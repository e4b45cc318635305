package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import picocli.CommandLine.Command;

@Command(
        name = "hello",
        header = "Open a session and show what the device says about itself.",
        description =
                "Shows the session, how SSH or TLS secures it and by which key or certificate the device is known, all capabilities,"
                        + " and how long each step took.",
        footer = {
            "@|bold Examples|@",
            "  parley hello pe1",
            "  parley hello ssh://admin@pe1",
            "  parley hello tls://pe1 --cert me.crt --key me.key --ca ca.crt",
            "  parley hello pe1 --json | jq -r '.capabilities[]'",
            "  parley hello pe1 --insecure-trust-anyone     (to see its fingerprint)"
        })
final class HelloCommand extends DeviceCommand {
    HelloCommand(Console console) {
        super(console);
    }

    @Override
    boolean changes() {
        return false;
    }

    @Override
    Talk.Work prepare(Output output) {
        talk.showTimeline();
        return (session, recorder) -> new Introduction(session, recorder.deviations()).tell(output);
    }
}
