package dev.parley.device;

import dev.parley.error.Phase;
import dev.parley.tls.Tls;
import java.time.Duration;

/**
 * How devices that call are received (RFC 8071), as a value: where, how secured, who may, and how much of what nobody
 * knows yet is put up with at a time.
 *
 * @param host the address to listen on; by default {@link #ANYWHERE}
 * @param port the port; by default the one that is registered for the kind of security, 0 lets the system choose
 * @param security how the connections are secured
 * @param inventory who may call
 * @param timeouts the time limits until the device is known; from then on its own hold
 * @param maxUnknown connections of which it is not known yet who it is, at the same time, and never more. While there are so
 *     many, no further ones are taken; they wait with the operating system
 * @param maxUnknownPerSource the same for one address. Of IPv6, all addresses of one network of 64 bits are one: whoever has
 *     such a network has all of them. Further ones from there are closed at once
 * @param refusals so many refused calls in a row from one address make it wait; devices behind one address translation
 *     share theirs
 * @param refusalPause how long calls from there are then closed at once
 */
public record CallHome(
        String host,
        int port,
        CallSecurity security,
        Inventory inventory,
        Timeouts timeouts,
        int maxUnknown,
        int maxUnknownPerSource,
        int refusals,
        Duration refusalPause) {
    /** All addresses of this machine, by IPv6 and IPv4; where there is no IPv6, by IPv4. */
    public static final String ANYWHERE = "*";

    /** Checks the numbers. */
    public CallHome {
        if (port < 0 || port > 65_535 || maxUnknown < 1 || maxUnknownPerSource < 1 || refusals < 1) {
            throw new IllegalArgumentException("a port is from 0 to 65535, and limits are at least 1");
        }
        if (refusalPause.isNegative() || refusalPause.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("a pause is at most an hour, not " + refusalPause);
        }
    }

    /** Calls that are secured so, anywhere and on the registered port: 256 unknown at a time, 64 of them from one address. */
    public static CallHome of(CallSecurity security, Inventory inventory) {
        return new CallHome(
                ANYWHERE,
                security.registeredPort(),
                security,
                inventory,
                Timeouts.DEFAULT.with(Phase.SECURE, Duration.ofSeconds(10)),
                256,
                64,
                32,
                Duration.ofSeconds(10));
    }

    /** Calls over TLS, on port 4335. */
    public static CallHome tls(Tls tls, Inventory inventory) {
        return of(new TlsCalls(tls), inventory);
    }

    /** The same on another address and port. */
    public CallHome on(String otherHost, int otherPort) {
        return new CallHome(
                otherHost,
                otherPort,
                security,
                inventory,
                timeouts,
                maxUnknown,
                maxUnknownPerSource,
                refusals,
                refusalPause);
    }

    /** The same, secured in another way; the port stays. */
    public CallHome withSecurity(CallSecurity other) {
        return new CallHome(
                host, port, other, inventory, timeouts, maxUnknown, maxUnknownPerSource, refusals, refusalPause);
    }

    /** The same with other time limits until the device is known. */
    public CallHome withTimeouts(Timeouts other) {
        return new CallHome(
                host, port, security, inventory, other, maxUnknown, maxUnknownPerSource, refusals, refusalPause);
    }

    /** The same with other limits for connections of unknown devices, in all and from one address. */
    public CallHome withMaxUnknown(int inAll, int perSource) {
        return new CallHome(host, port, security, inventory, timeouts, inAll, perSource, refusals, refusalPause);
    }

    /** The same with another pause for an address after so many refused calls in a row. */
    public CallHome withRefusalPause(int afterRefusals, Duration pause) {
        return new CallHome(
                host, port, security, inventory, timeouts, maxUnknown, maxUnknownPerSource, afterRefusals, pause);
    }
}
