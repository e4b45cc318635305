package dev.parley.device;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;

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
}
