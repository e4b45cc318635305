package dev.parley.cli.command;

import dev.parley.cli.device.HostKeySettings;
import dev.parley.cli.device.SshLoginSettings;
import dev.parley.cli.device.SshSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who we are over SSH, and what is started on a device, whoever dials. */
final class SshLoginOptions implements OptionGroup {
    @Option(names = "--user", paramLabel = "NAME", description = "The user on the device, before that of the URL.")
    private @Nullable String user;

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = {
                "A private key to log in with. May be repeated.",
                "Default: the agent's keys, then those in ~/.ssh."
            })
    private List<Path> identities = List.of();

    @Option(names = "--no-agent", description = "Ask no agent for keys.")
    private boolean withoutAgent;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Where the password stands. Otherwise PARLEY_PASSWORD, or it is asked for.")
    private @Nullable Path passwordFile;

    @Option(names = "--subsystem", paramLabel = "NAME", description = "The subsystem to start. Default: netconf.")
    private @Nullable String subsystem;

    @Option(names = "--ssh-command", paramLabel = "LINE", description = "A command to start in place of a subsystem.")
    private @Nullable String command;

    @Option(
            names = "--insecure-legacy-algorithms",
            description = "Offer SHA-1, CBC and small groups too, for old devices.")
    private boolean legacy;

    @Override
    public String heading() {
        return "SSH";
    }

    /** What is said, with what else holds for SSH. */
    SshSettings said(
            HostKeySettings hostKeys, List<String> jumps, @Nullable Path config, @Nullable Path passphraseFile) {
        return new SshSettings(
                new SshLoginSettings(user, identities, passphraseFile, passwordFile, DeviceOptions.ifSet(withoutAgent)),
                hostKeys,
                jumps,
                subsystem,
                command,
                config,
                DeviceOptions.ifSet(legacy));
    }
}
