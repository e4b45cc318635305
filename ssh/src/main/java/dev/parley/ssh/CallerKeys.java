package dev.parley.ssh;

import dev.parley.device.Caller;
import dev.parley.device.Device;
import dev.parley.device.Inventory;
import dev.parley.error.OpenException.Reason;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows a device that has called by its host key (RFC 8071 section 3.1, C3), and with it who we are there. */
final class CallerKeys implements HostKeyCheck {
    private final SocketAddress from;
    private final Ssh ours;
    private final Inventory inventory;
    private volatile @Nullable Device device;
    private volatile @Nullable Identity identity;

    CallerKeys(SocketAddress from, Ssh ours, Inventory inventory) {
        this.from = from;
        this.ours = ours;
        this.inventory = inventory;
    }

    /** The inventory has keys and no authorities. */
    @Override
    public List<String> inOrder(List<String> algorithms) {
        return HostKeyCheck.withoutCertificates(algorithms);
    }

    @Override
    public void check(PublicKey key) throws HostKeyRefused {
        Device found = inventory
                .find(Caller.of(from, key, HostKeyCheck.fingerprint(key).text()))
                .orElseThrow(() -> new HostKeyRefused(
                        Reason.UNKNOWN_CALLER,
                        "the host key " + HostKeyCheck.describe(key) + " belongs to no device of the inventory",
                        "if the device is to be let in, enter that fingerprint in the inventory after comparing it with what"
                                + " the device shows on its console"));
        identity = Identity.of(found.access() instanceof SshAccess dialled ? dialled.ssh() : ours);
        device = found;
    }

    /** Which device it is, or null as long as it has not shown its key. */
    @Nullable
    Device device() {
        return device;
    }

    /** Who we are there, or null as long as it has not shown its key. */
    @Nullable
    Identity identity() {
        return identity;
    }
}
