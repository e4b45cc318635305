package dev.parley.ssh;

import dev.parley.device.CallHome;
import dev.parley.device.CallSecurity;
import dev.parley.device.Inventory;

/**
 * Devices call over SSH, and are the SSH servers all the same (RFC 8071). Each is known by its host key, whose fingerprint
 * the inventory has; the trust of {@code ssh} is not asked, as callers have no name to look up.
 *
 * @param ssh who we are for devices that the inventory does not say otherwise of (those whose access is {@link SshAccess} are
 *     logged in to with what that says), and what is started there
 */
public record SshCalls(Ssh ssh) implements CallSecurity {
    /** Calls over SSH, on the registered port 4334. */
    public static CallHome of(Ssh ssh, Inventory inventory) {
        return CallHome.of(new SshCalls(ssh), inventory);
    }

    @Override
    public String scheme() {
        return "ssh";
    }

    @Override
    public int registeredPort() {
        return 4334;
    }
}
