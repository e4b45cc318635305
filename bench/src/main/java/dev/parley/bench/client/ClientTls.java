package dev.parley.bench.client;

import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** The TLS of the contenders that bring none of their own: what Netty makes of the same files, and no more. */
final class ClientTls {
    /** Without a hybrid of ML-KEM in front, which costs more and which Parley offers only when asked. */
    private static final String[] GROUPS = {"x25519", "secp256r1", "secp384r1"};

    private ClientTls() {}

    static SslContext context(Path keys, boolean boringSsl, Wire wire) {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(boringSsl ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                .protocols(wire.protocol())
                .keyManager(
                        keys.resolve("client.crt").toFile(),
                        keys.resolve("client.key").toFile())
                .trustManager(keys.resolve("ca.crt").toFile())
                .endpointIdentificationAlgorithm(null);
        if (boringSsl) {
            builder.option(OpenSslContextOption.GROUPS, GROUPS);
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS context", e);
        }
    }
}
