package dev.parley.doctor;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.device.TlsAccess;
import dev.parley.error.NetconfException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

/**
 * Has everything loaded that a session needs, and keys and certificates read, before a device is timed: the first session of
 * a process takes a client seconds on a slow machine. The attempt goes to a port of this machine that is closed as soon as
 * the connection stands, so nobody hears anything.
 */
final class WarmUp {
    private static final Timeouts LIMITS = Timeouts.DEFAULT.withOpening(Duration.ofSeconds(5));

    private WarmUp() {}

    static void of(NetconfClient client, Device device) {
        try (ServerSocket here = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String host = InetAddress.getLoopbackAddress().getHostAddress();
            Device itself = device.access() instanceof TlsAccess access
                    ? Device.tls(host, here.getLocalPort(), access.tls())
                    : Device.cleartextTcp(host, here.getLocalPort());
            Thread closing = new Thread(() -> closeFirst(here), "parley-doctor-warm-up");
            closing.setDaemon(true);
            closing.start();
            client.open(itself.withTimeouts(LIMITS)).close();
        } catch (NetconfException | IOException e) {
            // it cannot end well; whatever is wrong with the settings shows in the attempt that follows
            return;
        }
    }

    private static void closeFirst(ServerSocket here) {
        try {
            here.accept().close();
        } catch (IOException e) {
            // the attempt had ended before it came so far
            return;
        }
    }
}
