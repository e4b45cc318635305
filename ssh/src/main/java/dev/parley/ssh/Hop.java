package dev.parley.ssh;

import dev.parley.device.Hosts;
import dev.parley.error.InputException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One host on the way to a device, or the device itself, with everything read that is needed there.
 *
 * @param access the host
 * @param hostKeyName the name by which its key is known
 * @param hostKeys which keys it may have
 * @param algorithms what is offered to it
 * @param identity who we are there; of a device that has called, null until its key is accepted
 * @param start what is started there
 */
record Hop(
        SshAccess access,
        String hostKeyName,
        HostKeyCheck hostKeys,
        Algorithms algorithms,
        Supplier<@Nullable Identity> identity,
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
        Identity identity = Identity.of(ssh);
        return new Hop(access, known, ssh.trust().of(known, access.port()), algorithms(ssh), () -> identity, start);
    }

    /**
     * A device that has called; may block.
     *
     * @param from where from
     * @param ssh what all devices that call have in common
     * @param keys finds out who it is
     */
    static Hop answering(InetSocketAddress from, Ssh ssh, CallerKeys keys) {
        Mina.prepare();
        SshAccess access = new SshAccess(Hosts.text(from.getAddress()), from.getPort(), ssh);
        return new Hop(access, access.host(), keys, algorithms(ssh), keys::identity, ssh.start());
    }

    /** Whether it is a jump host: what is started there is a connection to the next one. */
    boolean isOnTheWay() {
        return start instanceof Start.Tunnel;
    }

    /** In words: {@code the jump host bastion:22}, or {@code the device}. */
    String who() {
        return isOnTheWay() ? "the jump host " + access.address() : "the device";
    }

    private static Algorithms algorithms(Ssh ssh) {
        return ssh.isLegacyAlgorithms() ? Algorithms.LEGACY : Algorithms.MODERN;
    }
}
