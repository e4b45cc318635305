package dev.parley.ssh;

import dev.parley.error.InputException;
import java.util.List;

/**
 * One host on the way to a device, or the device itself, with everything read that is needed there.
 *
 * @param access the host
 * @param hostKeyName the name by which its key is known
 * @param hostKeys which keys it may have
 * @param algorithms what is offered to it
 * @param credentials what we log in with there
 * @param start what is started there
 */
record Hop(
        SshAccess access,
        String hostKeyName,
        HostKeyCheck hostKeys,
        Algorithms algorithms,
        List<Credential> credentials,
        Start start) {
    /**
     * Reads the keys and what is known of the host; may block.
     *
     * @throws InputException if a file cannot be used
     */
    static Hop prepare(SshAccess access, Start start) {
        Ssh ssh = access.ssh();
        String name = ssh.hostKeyName();
        String known = name == null ? access.host() : name;
        Mina.prepare();
        return new Hop(
                access,
                known,
                ssh.trust().of(known, access.port()),
                ssh.isLegacyAlgorithms() ? Algorithms.LEGACY : Algorithms.MODERN,
                ssh.logins().stream().map(SshLogin::credential).toList(),
                start);
    }
}
