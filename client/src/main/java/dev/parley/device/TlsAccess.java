package dev.parley.device;

import dev.parley.tls.Tls;

/**
 * NETCONF over TLS (RFC 7589, RFC 9918).
 *
 * @param host a name, or an address
 * @param port the port; 6513 is registered
 * @param tls whom to believe, who we are, and by which rules
 */
public record TlsAccess(String host, int port, Tls tls) implements NetworkAccess {
    /** The registered port of NETCONF over TLS. */
    public static final int PORT = 6513;

    public TlsAccess {
        host = Hosts.checked(host, port);
    }

    @Override
    public String scheme() {
        return "tls";
    }
}
