package dev.parley.cli.device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a device is reached by SSH, as somebody wrote it down. What was not said is null or empty.
 *
 * @param login who we are
 * @param hostKeys which host keys are believed
 * @param jumps the hosts on the way, or {@link #NO_JUMP} alone
 * @param subsystem the subsystem that speaks NETCONF
 * @param command the command that does, in place of a subsystem
 * @param config OpenSSH's configuration, or {@link #NO_CONFIG}
 * @param legacy whether algorithms are offered that are no longer held to be secure
 */
public record SshSettings(
        SshLoginSettings login,
        HostKeySettings hostKeys,
        List<String> jumps,
        @Nullable String subsystem,
        @Nullable String command,
        @Nullable Path config,
        @Nullable Boolean legacy) {
    /** Nothing was said. */
    public static final SshSettings NONE =
            new SshSettings(SshLoginSettings.NONE, HostKeySettings.NONE, List.of(), null, null, null, null);

    /** In place of a file: OpenSSH's configuration is left alone. */
    public static final Path NO_CONFIG = Path.of("none");

    /** In place of hosts: the device is reached directly. */
    static final String NO_JUMP = "none";

    /** Copies the list. */
    public SshSettings {
        jumps = List.copyOf(jumps);
    }

    /** What is said here, and what is said below where nothing is said here; subsystem and command count as one. */
    SshSettings over(SshSettings below) {
        boolean started = subsystem != null || command != null;
        return new SshSettings(
                login.over(below.login),
                hostKeys.over(below.hostKeys),
                jumps.isEmpty() ? below.jumps : jumps,
                started ? subsystem : below.subsystem,
                started ? command : below.command,
                DeviceSettings.first(config, below.config),
                DeviceSettings.first(legacy, below.legacy));
    }

    /** What is said here that means something over SSH only, by the names that it has in the file of devices. */
    List<String> said() {
        List<String> said = new ArrayList<>();
        Said.note(said, "user", login.user());
        Said.note(said, "identity", login.identities());
        Said.note(said, "known-hosts", hostKeys.files());
        Said.note(said, "host-key", hostKeys.pins());
        Said.note(said, "trust-on-first-use", hostKeys.firstUse());
        Said.note(said, "jump", jumps);
        Said.note(said, "password-file", login.passwordFile());
        Said.note(said, "no-agent", login.withoutAgent());
        Said.note(said, "subsystem", subsystem);
        Said.note(said, "ssh-command", command);
        Said.note(said, "ssh-config", config);
        Said.note(said, "insecure-legacy-algorithms", legacy);
        return said;
    }
}
