package dev.parley.cli.device;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.ssh.SshFingerprint;
import java.nio.file.Path;
import java.util.List;

/**
 * Which host keys are believed over SSH, as somebody wrote it down.
 *
 * @param files files of known hosts
 * @param pins fingerprints
 * @param firstUse whether unknown keys are believed when they are seen for the first time
 * @param anyone whether every key is believed
 */
public record HostKeySettings(List<Path> files, List<String> pins, boolean firstUse, boolean anyone) {
    /** Nothing was said. */
    public static final HostKeySettings NONE = new HostKeySettings(List.of(), List.of(), false, false);

    /** Copies the lists. */
    public HostKeySettings {
        files = List.copyOf(files);
        pins = List.copyOf(pins);
    }

    /** This one if it says which keys to believe; {@link #firstUse} alone goes with the other's files. */
    HostKeySettings over(HostKeySettings below) {
        if (!pins.isEmpty() || anyone || !files.isEmpty()) {
            return this;
        }
        return firstUse ? new HostKeySettings(below.files, List.of(), true, false) : below;
    }

    /** The same for a host on the way, to which pins and {@link #anyone} do not go. */
    HostKeySettings onTheWay() {
        return new HostKeySettings(files, List.of(), firstUse, false);
    }

    SshFingerprint[] fingerprints() {
        return pins.stream().map(SshFingerprint::parse).toArray(SshFingerprint[]::new);
    }

    /** Refuses what contradicts itself. */
    void check() {
        if (anyone && (firstUse || !pins.isEmpty() || !files.isEmpty())) {
            throw InputException.of(
                    Reason.BAD_SETTING,
                    "--insecure-trust-anyone leaves nothing for --known-hosts, --host-key and --trust-on-first-use to"
                            + " decide");
        }
        if (!pins.isEmpty() && (firstUse || !files.isEmpty())) {
            throw InputException.of(
                    Reason.BAD_SETTING,
                    "--host-key believes in this one key, so --known-hosts and --trust-on-first-use say nothing besides");
        }
        if (firstUse && files.size() > 1) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    "--trust-on-first-use reads and writes one file of known hosts, not " + files.size(),
                    "give --known-hosts once, or leave it out for ~/.ssh/known_hosts",
                    null);
        }
    }
}
