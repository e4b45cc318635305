package dev.parley.ssh;

import dev.parley.error.OneLine;
import dev.parley.security.SecurityDetails;
import java.util.List;

/**
 * What an SSH connection came to.
 *
 * @param serverVersion the server's identification (RFC 4253 section 4.2): {@code SSH-2.0-OpenSSH_9.2}
 * @param keyExchange the key exchange, by its name in SSH
 * @param strict whether both sides keep to strict key exchange, which defeats the Terrapin attack
 * @param hostKeyType the algorithm that the host proved its key by
 * @param fingerprint the fingerprint of the host's key, or of its certificate's key
 * @param cipher the cipher towards the device
 * @param mac what protects the integrity, or {@code aead} if the cipher does so itself
 * @param user who we are there
 * @param methods the authentication methods that succeeded, in order; empty until we are authenticated
 */
public record SshDetails(
        String serverVersion,
        String keyExchange,
        boolean strict,
        String hostKeyType,
        SshFingerprint fingerprint,
        String cipher,
        String mac,
        String user,
        List<String> methods)
        implements SecurityDetails {
    /** Copies the list; what the server says of itself is one harmless line. */
    public SshDetails {
        serverVersion = OneLine.of(serverVersion);
        methods = List.copyOf(methods);
    }

    @Override
    public String summary() {
        return serverVersion + ", " + keyExchange + ", " + hostKeyType + " " + fingerprint + ", " + cipher
                + (mac.equals("aead") ? "" : ", " + mac);
    }

    /** {@code admin by publickey}. */
    String login() {
        return user + " by "
                + (methods.isEmpty() ? "nothing, which the device asks for" : String.join(" and ", methods));
    }

    SshDetails withMethods(List<String> succeeded) {
        return new SshDetails(
                serverVersion, keyExchange, strict, hostKeyType, fingerprint, cipher, mac, user, succeeded);
    }
}
