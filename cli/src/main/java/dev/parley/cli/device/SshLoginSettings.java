package dev.parley.cli.device;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who we are over SSH, as somebody wrote it down.
 *
 * @param user the user on the device, or null
 * @param identities files with private keys
 * @param passphraseFile where the passphrase of encrypted keys stands, or null
 * @param passwordFile where the password stands, or null
 * @param withoutAgent whether no agent is asked, or null
 */
public record SshLoginSettings(
        @Nullable String user,
        List<Path> identities,
        @Nullable Path passphraseFile,
        @Nullable Path passwordFile,
        @Nullable Boolean withoutAgent) {
    /** Nothing was said. */
    public static final SshLoginSettings NONE = new SshLoginSettings(null, List.of(), null, null, null);

    /** Copies the list. */
    public SshLoginSettings {
        identities = List.copyOf(identities);
    }

    /** What is said here, and what is said below where nothing is said here. */
    SshLoginSettings over(SshLoginSettings below) {
        return new SshLoginSettings(
                DeviceSettings.first(user, below.user),
                identities.isEmpty() ? below.identities : identities,
                DeviceSettings.first(passphraseFile, below.passphraseFile),
                DeviceSettings.first(passwordFile, below.passwordFile),
                DeviceSettings.first(withoutAgent, below.withoutAgent));
    }
}
