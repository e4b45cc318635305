package dev.parley.ssh;

import dev.parley.device.Device;
import dev.parley.error.Circumstance;
import dev.parley.error.InputException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.security.SecurityDetails;
import dev.parley.transport.Attempt;
import dev.parley.transport.Link;
import dev.parley.transport.LinkListener;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.LinkTraffic;
import dev.parley.transport.WireTap;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at a device, as it looks to whoever dials the first jump host on the way: a failure is told of the jump host,
 * by its own address.
 *
 * @param device the attempt at the device
 * @param jump the address of the jump host
 */
record DiallingJumpHost(Attempt device, String jump) implements Attempt {
    @Override
    public void failed(
            Reason reason,
            @Nullable Circumstance circumstance,
            String detail,
            @Nullable String advice,
            @Nullable Throwable cause) {
        device.failed(reason, circumstance, "the jump host " + jump + ": " + detail, advice, cause);
    }

    @Override
    public LinkLoop loop() {
        return device.loop();
    }

    @Override
    public boolean isOver() {
        return device.isOver();
    }

    @Override
    public void onAbort(Runnable release) {
        device.onAbort(release);
    }

    @Override
    public void heldUpBy(Supplier<Optional<HeldUp>> what) {
        device.heldUpBy(what);
    }

    @Override
    public @Nullable WireTap tap() {
        return device.tap();
    }

    @Override
    public void begin(Phase phase) {
        HeldUp up = phase == Phase.RESOLVE
                ? new HeldUp("it was asked for the jump host " + jump, "try an address in place of the name")
                : new HeldUp(
                        "the jump host " + jump + " did not answer the connection request",
                        "it is down, or a packet filter drops what is sent to it");
        device.heldUpBy(() -> Optional.of(up));
        device.begin(phase);
    }

    @Override
    public void end(Phase phase, String detail) {
        device.end(phase, detail);
    }

    @Override
    public void addressFailed(SocketAddress address, String why) {
        device.addressFailed(address, why);
    }

    @Override
    public void identified(Device called) {
        device.identified(called);
    }

    @Override
    public void secured(SecurityDetails details) {
        device.secured(details);
    }

    @Override
    public void traffic(LinkTraffic traffic) {
        device.traffic(traffic);
    }

    @Override
    public LinkListener connected(Link link) {
        return device.connected(link);
    }

    @Override
    public void unusable(InputException why) {
        device.unusable(why);
    }
}
