package dev.parley.ssh;

import java.util.List;

/**
 * Who we are at one host, with everything read that is needed to prove it.
 *
 * @param user the user there
 * @param credentials what we log in with, in the order in which it is tried
 */
record Identity(String user, List<Credential> credentials) {
    /** Reads what is needed; may block. */
    static Identity of(Ssh ssh) {
        return new Identity(
                ssh.user(), ssh.logins().stream().map(SshLogin::credential).toList());
    }
}
