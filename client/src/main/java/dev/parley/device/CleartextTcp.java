package dev.parley.device;

/**
 * NETCONF over bare TCP: no encryption, no identity of either side. No standard allows it; it is for laboratories.
 *
 * @param host a name, or an address
 * @param port the port
 */
public record CleartextTcp(String host, int port) implements NetworkAccess {
    public CleartextTcp {
        host = Hosts.checked(host, port);
    }

    @Override
    public String scheme() {
        return "tcp";
    }
}
