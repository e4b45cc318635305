package dev.parley.doctor.series;

import dev.parley.device.Access;
import dev.parley.device.CleartextTcp;
import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes the attempts of a series differ in what a fault may depend on, because what is the same in all of them explains
 * nothing: one in four makes a full TLS handshake, where sessions would be resumed for ever after the first; and where the
 * name of the device has several addresses, three in four go to one of them that is picked at random, where the system would
 * name the same one first again and again. It is chance that decides, so that nothing on the other side goes together with
 * it. Safe for all threads.
 */
final class Variety {
    private static final int ONE_IN = 4;

    private final Device device;
    private final RandomGenerator random;
    private volatile List<String> addresses = List.of();

    /**
     * @param device as the user asks for it
     * @param random safe for all threads
     */
    Variety(Device device, RandomGenerator random) {
        this.device = device;
        this.random = random;
    }

    /** The device for the next attempt. */
    Device next() {
        Access access = device.access();
        List<String> known = addresses;
        if (known.size() > 1 && random.nextInt(ONE_IN) > 0) {
            access = at(known.get(random.nextInt(known.size())), access);
        }
        if (access instanceof TlsAccess tls && tls.tls().isResumption() && random.nextInt(ONE_IN) == 0) {
            access = new TlsAccess(tls.host(), tls.port(), tls.tls().withoutResumption());
        }
        return device.withAccess(access);
    }

    /**
     * Learns from an attempt which addresses the name has.
     *
     * @param target where the attempt went, as the user names it
     * @param found what that stands for
     */
    void seen(String target, List<String> found) {
        if (target.equals(device.access().address()) && !found.isEmpty()) {
            addresses = List.copyOf(found);
        }
    }

    /** The same device at that address. Who it must prove to be stays as it is. */
    private static Access at(String address, Access access) {
        if (access instanceof TlsAccess tls) {
            String name = tls.tls().serverName();
            return new TlsAccess(address, tls.port(), name == null ? tls.tls().withServerName(tls.host()) : tls.tls());
        }
        // over SSH the host key is known by the name
        return access instanceof CleartextTcp tcp ? new CleartextTcp(address, tcp.port()) : access;
    }
}
