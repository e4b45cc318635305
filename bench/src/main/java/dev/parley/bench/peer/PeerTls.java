package dev.parley.bench.peer;

import dev.parley.bench.client.Wire;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.net.ssl.SSLException;

/** The TLS of the peer, by BoringSSL. */
final class PeerTls {
    private PeerTls() {}

    static SslContext context(Path keys, Wire wire, Clients clients, boolean tickets) {
        OpenSsl.ensureAvailability();
        try {
            SslContext context = SslContextBuilder.forServer(
                            keys.resolve("server.crt").toFile(),
                            keys.resolve("server.key").toFile())
                    .sslProvider(SslProvider.OPENSSL_REFCNT)
                    .protocols(wire.protocol())
                    .trustManager(clients)
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
            if (tickets) {
                ((ReferenceCountedOpenSslContext) context).sessionContext().setTicketKeys(ticketKey());
            }
            return context;
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS context", e);
        }
    }

    private static OpenSslSessionTicketKey ticketKey() {
        byte[] random = new byte[OpenSslSessionTicketKey.TICKET_KEY_SIZE];
        new SecureRandom().nextBytes(random);
        return new OpenSslSessionTicketKey(
                Arrays.copyOfRange(random, 0, OpenSslSessionTicketKey.NAME_SIZE),
                Arrays.copyOfRange(
                        random,
                        OpenSslSessionTicketKey.NAME_SIZE,
                        OpenSslSessionTicketKey.NAME_SIZE + OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                Arrays.copyOfRange(
                        random,
                        OpenSslSessionTicketKey.NAME_SIZE + OpenSslSessionTicketKey.HMAC_KEY_SIZE,
                        OpenSslSessionTicketKey.TICKET_KEY_SIZE));
    }
}
