package dev.parley.session;

import dev.parley.device.Hosts;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where calls come from, as far as that is one and the same source: an address of IPv4, however it is written, or a network
 * of IPv6, because whoever has such a network has all of its addresses.
 *
 * @param address the address, or the first one of the network
 */
record CallOrigin(InetAddress address) {
    /** So many octets name the network: 64 bits (RFC 4291 section 2.5.1). */
    private static final int NETWORK = 8;

    static CallOrigin of(InetAddress caller) {
        InetAddress plain = Hosts.plain(caller);
        if (!(plain instanceof Inet6Address)) {
            return new CallOrigin(plain);
        }
        byte[] network = Arrays.copyOf(Arrays.copyOf(plain.getAddress(), NETWORK), plain.getAddress().length);
        try {
            return new CallOrigin(InetAddress.getByAddress(network));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen octets are an address", e);
        }
    }

    /** {@code 192.0.2.1}, {@code 2001:db8::/64}. */
    @Override
    public String toString() {
        return Hosts.text(address) + (address instanceof Inet6Address ? "/" + NETWORK * Byte.SIZE : "");
    }
}
