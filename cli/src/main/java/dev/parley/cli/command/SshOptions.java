package dev.parley.cli.command;

import dev.parley.cli.device.HostKeySettings;
import dev.parley.cli.device.SshSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How SSH reaches a device. */
final class SshOptions implements OptionGroup {
    @Mixin
    private final SshLoginOptions login = new SshLoginOptions();

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

    @Option(
            names = "--ssh-config",
            paramLabel = "FILE",
            description = {"OpenSSH's configuration, or 'none'.", "Default: ~/.ssh/config, /etc/ssh/ssh_config"})
    private @Nullable Path config;

    @Override
    public String heading() {
        return "SSH";
    }

    /** What is said, with what holds for TLS as well. */
    SshSettings said(@Nullable Path passphraseFile, boolean trustAnyone) {
        HostKeySettings hostKeys = new HostKeySettings(knownHosts, pins, firstUse, trustAnyone);
        return login.said(hostKeys, jumps, config, passphraseFile);
    }
}
