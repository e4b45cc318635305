package dev.parley.audit;

import dev.parley.probe.ClientCredentials;
import dev.parley.tls.ServerIdentity;
import dev.parley.tls.Tls;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server of TLS.
 *
 * @param host a name or an address
 * @param port the port
 * @param tls whom we believe and who we are, or null if nobody said
 */
record TlsTarget(String host, int port, @Nullable Tls tls) {
    /** Who it must be. */
    ServerIdentity identity() {
        Tls said = tls;
        String name = said == null ? null : said.serverName();
        return ServerIdentity.of(name == null ? host : name);
    }

    /** The name to ask for, which an address is not (RFC 9525 section 7.4). */
    Optional<String> serverName() {
        return identity() instanceof ServerIdentity.DnsName name ? Optional.of(name.ascii()) : Optional.empty();
    }

    /** Who we are. */
    Optional<ClientCredentials> client() {
        Tls said = tls;
        return said == null
                ? Optional.empty()
                : said.identity()
                        .privateKey()
                        .map(key -> new ClientCredentials(key, said.identity().certificates()));
    }
}
