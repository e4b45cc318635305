package dev.parley.simulator;

import dev.parley.simulator.ssh.SshSettings;

/** What stands between a device's sockets and NETCONF. */
sealed interface Security {

    /** Nothing. */
    record ClearText() implements Security {}

    /** TLS (RFC 7589). */
    record Tls(TlsSettings settings) implements Security {}

    /** SSH (RFC 6242). */
    record Ssh(SshSettings settings) implements Security {}

    /** What {@code netconf-state} calls the transport (RFC 6022 section 2.1.3); TCP in clear text has no name there. */
    default String transport() {
        if (this instanceof Ssh) {
            return "netconf-ssh";
        }
        return this instanceof Tls ? "netconf-tls" : "netconf-tcp";
    }
}
