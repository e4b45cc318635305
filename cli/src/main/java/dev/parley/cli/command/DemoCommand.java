package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "demo",
        header = "Show a session with a simulated device, explained.",
        description = {
            "Starts a simulated device on this machine that cuts its bytes as badly as it can, opens a session with it over"
                    + " mutual TLS, reads, changes and commits, and explains what happens. Everything it shows is measured."
        },
        footer = {"@|bold Examples|@", "  parley demo", "  parley demo --color never"})
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common;

    DemoCommand(Console console) {
        common = new CommonOptions(console);
    }

    @Override
    public Integer call() {
        Output output = common.output();
        new Demo(output).play();
        return output.succeed().status();
    }
}
