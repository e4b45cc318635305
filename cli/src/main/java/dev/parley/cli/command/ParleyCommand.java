package dev.parley.cli.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "parley",
        header = "Talks NETCONF with network devices.",
        versionProvider = Version.class,
        footer = {
            "",
            "@|bold Begin with|@",
            "  parley demo                       a session with a simulated device, explained",
            "  parley hello tls://pe1 --cert me.crt --key me.key --ca ca.crt",
            "  parley get-config --help          every command has examples"
        })
final class ParleyCommand implements Runnable {
    static final List<String> VERSION = List.of("-V", "--version");

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean version;

    @Override
    public void run() {
        CommandLine all = spec.commandLine();
        all.usage(all.getOut());
    }
}
