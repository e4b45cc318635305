package dev.parley.cli.command;

import dev.parley.cli.device.HostKeySettings;
import dev.parley.cli.device.SshLoginSettings;
import dev.parley.cli.device.SshSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How SSH reaches a device. */
final class SshOptions implements OptionGroup {
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

    @Option(
            names = "--known-hosts",
            paramLabel = "FILE",
            description = {"The host keys that are believed. May be repeated.", "Default: ~/.ssh/known_hosts"})
    private List<Path> knownHosts = List.of();

    @Option(
            names = "--host-key",
            paramLabel = "SHA256:…",
            description = "Believe the device whose host key has this fingerprint. May be repeated.")
    private List<String> pins = List.of();

    @Option(
            names = "--trust-on-first-use",
            description = "Believe a host key that is not known yet, and write it down in the file of known hosts.")
    private boolean firstUse;

    @Option(
            names = "--jump",
            paramLabel = "[USER@]HOST[:PORT]",
            description = "Go through this host; a list with commas goes through several. 'none' goes directly.")
    private List<String> jumps = List.of();

    @Option(names = "--subsystem", paramLabel = "NAME", description = "The subsystem to start. Default: netconf.")
    private @Nullable String subsystem;

    @Option(names = "--ssh-command", paramLabel = "LINE", description = "A command to start in place of a subsystem.")
    private @Nullable String command;

    @Option(
            names = "--ssh-config",
            paramLabel = "FILE",
            description = {"OpenSSH's configuration, or 'none'.", "Default: ~/.ssh/config, /etc/ssh/ssh_config"})
    private @Nullable Path config;

    @Option(
            names = "--insecure-legacy-algorithms",
            description = "Offer SHA-1, CBC and small groups too, for old devices.")
    private boolean legacy;

    @Override
    public String heading() {
        return "SSH";
    }

    /** What is said, with what holds for TLS as well. */
    SshSettings said(@Nullable Path passphraseFile, boolean trustAnyone) {
        return new SshSettings(
                new SshLoginSettings(user, identities, passphraseFile, passwordFile, DeviceOptions.ifSet(withoutAgent)),
                new HostKeySettings(knownHosts, pins, firstUse, trustAnyone),
                jumps,
                subsystem,
                command,
                config,
                DeviceOptions.ifSet(legacy));
    }
}
