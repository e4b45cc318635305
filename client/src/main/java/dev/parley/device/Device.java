package dev.parley.device;

import dev.parley.tls.Tls;
import java.nio.file.Path;

/**
 * A device as a value: a name for people, how it is reached and secured, and which deadlines and limits hold. The same
 * value can be opened any number of times.
 *
 * @param name what messages, logs and metrics call it
 * @param access how it is reached and secured
 * @param timeouts the deadlines of each phase
 * @param protocol how NETCONF is spoken with it
 */
public record Device(String name, Access access, Timeouts timeouts, Protocol protocol) {
    /** A device over TLS on the registered port 6513. */
    public static Device tls(String host, Tls tls) {
        return tls(host, TlsAccess.PORT, tls);
    }

    /** A device over TLS. */
    public static Device tls(String host, int port, Tls tls) {
        return of(new TlsAccess(host, port, tls));
    }

    /** A device over bare TCP: nothing is encrypted, and nobody is who they say. For laboratories only. */
    public static Device cleartextTcp(String host, int port) {
        return of(new CleartextTcp(host, port));
    }

    /** A server on this machine, over its UNIX socket. */
    public static Device unix(Path socket) {
        return of(new UnixAccess(socket));
    }

    /**
     * A device that is known by name and calls us (RFC 8071), for an {@link Inventory}. It cannot be opened.
     */
    public static Device calling(String name) {
        return new Device(name, new CallAccess("call", name), Timeouts.DEFAULT, Protocol.DEFAULT);
    }

    /** A device by any kind of access, named by its address. */
    public static Device of(Access access) {
        return new Device(access.address(), access, Timeouts.DEFAULT, Protocol.DEFAULT);
    }

    /** The same under another name. */
    public Device withName(String other) {
        return new Device(other, access, timeouts, protocol);
    }

    /** The same, reached in another way. */
    public Device withAccess(Access other) {
        return new Device(name, other, timeouts, protocol);
    }

    /** The same with other deadlines. */
    public Device withTimeouts(Timeouts other) {
        return new Device(name, access, other, protocol);
    }

    /** The same with the protocol spoken in another way. */
    public Device withProtocol(Protocol other) {
        return new Device(name, access, timeouts, other);
    }

    /** The name, with the address behind it where they differ: {@code pe1 (10.0.0.1:6513)}. */
    public String label() {
        String address = access.address();
        return name.equals(address) ? name : name + " (" + address + ")";
    }

    @Override
    public String toString() {
        return access.scheme() + "://" + label();
    }
}
