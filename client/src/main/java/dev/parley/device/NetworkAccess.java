package dev.parley.device;

import java.util.Optional;

/** Access to a port of a host, over the network. */
public interface NetworkAccess extends Access {
    /** A name, or an address. */
    String host();

    /** The port. */
    int port();

    /** The host on the way through which this one is reached; empty for one that is reached directly. */
    default Optional<NetworkAccess> through() {
        return Optional.empty();
    }

    @Override
    default String address() {
        return Hosts.withPort(host(), port());
    }
}
