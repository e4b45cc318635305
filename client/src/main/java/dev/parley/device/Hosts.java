package dev.parley.device;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Checks hosts and ports, and writes them for people: what every access over the network needs. */
public final class Hosts {
    private Hosts() {}

    /**
     * The host without the brackets of an IPv6 address.
     *
     * @throws InputException if it is no host, or the port is not from 1 to 65535
     */
    public static String checked(String host, int port) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.isBlank() || bare.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '@')) {
            throw new InputException(
                    Reason.BAD_ADDRESS,
                    "\"" + host + "\" is not a host name or address",
                    "it is written like pe1.example.net, 192.0.2.1 or 2001:db8::1",
                    null);
        }
        if (port < 1 || port > 65_535) {
            throw InputException.of(Reason.BAD_ADDRESS, "port " + port + " is not from 1 to 65535");
        }
        return bare;
    }

    /** {@code pe1:6513}, {@code [2001:db8::1]:6513}. */
    public static String withPort(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** {@code 192.0.2.1:6513}, {@code [2001:db8::1]:6513}; one without an address as it was given. */
    public static String text(InetSocketAddress address) {
        InetAddress known = address.getAddress();
        return withPort(known == null ? address.getHostString() : text(known), address.getPort());
    }

    /** The address without its name: IPv6 in its short form (RFC 5952), unless it is one of IPv4 in disguise. */
    public static String text(InetAddress address) {
        InetAddress plain = plain(address);
        if (!(plain instanceof Inet6Address long6)) {
            return plain.getHostAddress();
        }
        String[] written = long6.getHostAddress().split("%", 2);
        String scope = written.length > 1 ? "%" + written[1] : "";
        String[] groups = written[0].split(":");
        int from = 0;
        int most = 1;
        for (int i = 0; i < groups.length; i++) {
            int zeros = 0;
            while (i + zeros < groups.length && groups[i + zeros].equals("0")) {
                zeros++;
            }
            if (zeros > most) {
                from = i;
                most = zeros;
            }
        }
        return most == 1
                ? written[0] + scope
                : String.join(":", List.of(groups).subList(0, from)) + "::"
                        + String.join(":", List.of(groups).subList(from + most, groups.length)) + scope;
    }

    /** The same address, of IPv4 if it is one of IPv4 as IPv6 writes it ({@code ::ffff:192.0.2.1}, RFC 4291). */
    public static InetAddress plain(InetAddress address) {
        byte[] octets = address.getAddress();
        boolean mapped = octets.length == 16 && octets[10] == -1 && octets[11] == -1;
        for (int i = 0; mapped && i < 10; i++) {
            mapped = octets[i] == 0;
        }
        try {
            return mapped ? InetAddress.getByAddress(Arrays.copyOfRange(octets, 12, 16)) : address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }
}
