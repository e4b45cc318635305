package dev.parley.ssh;

import dev.parley.device.Device;
import dev.parley.device.Hosts;
import dev.parley.device.NetworkAccess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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

    /** The keys that are tried, here and at the hosts on the way. */
    @Override
    public List<Path> identityFiles() {
        return files(ssh -> ssh.logins().stream().map(SshLogin::files));
    }

    /** The known hosts, for this one and for the hosts on the way. */
    @Override
    public List<Path> trustFiles() {
        return files(ssh -> Stream.of(ssh.trust().files()));
    }

    private List<Path> files(Function<Ssh, Stream<List<Path>>> of) {
        List<Path> files = new ArrayList<>();
        for (SshAccess hop = this; hop != null; hop = hop.ssh().jump()) {
            of.apply(hop.ssh()).forEach(files::addAll);
        }
        return files;
    }
}
