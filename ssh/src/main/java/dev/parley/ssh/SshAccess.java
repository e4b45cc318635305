package dev.parley.ssh;

import dev.parley.device.Device;
import dev.parley.device.Hosts;
import dev.parley.device.NetworkAccess;
import java.util.Optional;

/**
 * NETCONF over SSH (RFC 6242).
 *
 * @param host a name, or an address
 * @param port the port; 830 is registered
 * @param ssh whom to believe, who we are, and by which way
 */
public record SshAccess(String host, int port, Ssh ssh) implements NetworkAccess {
    /** The registered port of NETCONF over SSH. */
    public static final int PORT = 830;

    /** Checks host and port. */
    public SshAccess {
        host = Hosts.checked(host, port);
    }

    /** A device over SSH on the registered port 830. */
    public static Device device(String host, Ssh ssh) {
        return device(host, PORT, ssh);
    }

    /** A device over SSH. */
    public static Device device(String host, int port, Ssh ssh) {
        return Device.of(new SshAccess(host, port, ssh));
    }

    @Override
    public String scheme() {
        return "ssh";
    }

    @Override
    public Optional<NetworkAccess> through() {
        return Optional.ofNullable(ssh.jump());
    }
}
