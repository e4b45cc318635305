package dev.parley.ssh;

import dev.parley.device.Device;
import dev.parley.error.Phase;
import dev.parley.transport.Attempt;
import dev.parley.transport.LinkListener;
import org.jspecify.annotations.Nullable;

/**
 * The phases of an attempt at the device itself: SECURE is the exchange of versions and keys, AUTHENTICATE logging in and
 * starting NETCONF.
 *
 * @param attempt is told of them
 * @param caller finds out which device it is that called, or null if we have dialled
 */
record AtDevice(Attempt attempt, @Nullable CallerKeys caller) implements SshConnection.Observer {
    @Override
    public void secured(SshDetails details) {
        Device called = caller == null ? null : caller.device();
        if (called != null) {
            attempt.identified(called);
        }
        attempt.secured(details);
        attempt.end(Phase.SECURE, details.summary());
        attempt.begin(Phase.AUTHENTICATE);
    }

    @Override
    public LinkListener opened(SshLink link, SshDetails details) {
        attempt.end(Phase.AUTHENTICATE, details.login());
        return attempt.connected(link);
    }

    @Override
    public void failed(SshFailure failure) {
        if (!attempt.isOver()) {
            attempt.failed(
                    failure.reason(), failure.circumstance(), failure.detail(), failure.advice(), failure.cause());
        }
    }
}
