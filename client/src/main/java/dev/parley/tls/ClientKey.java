package dev.parley.tls;

import dev.parley.tls.TlsDetails.ClientCertificate;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The client's key, held in memory: the JDK's own key managers decrypt and check it again in every handshake, which
 * triples the cost of one. It is offered whatever issuers the server names, because a refusal by the server says more
 * than a certificate that was silently left out.
 */
final class ClientKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";

    private final Optional<Credentials> credentials;
    private final X509Certificate @Nullable [] chain;
    private final Handshakes handshakes;

    ClientKey(Optional<Credentials> credentials, Handshakes handshakes) {
        this.credentials = credentials;
        this.chain = credentials
                .map(known -> known.chain().toArray(X509Certificate[]::new))
                .orElse(null);
        this.handshakes = handshakes;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        ClientCertificate given = credentials
                .map(known -> Arrays.asList(keyTypes).contains(known.key().getAlgorithm())
                        ? ClientCertificate.SENT
                        : ClientCertificate.OTHER_KIND)
                .orElse(ClientCertificate.NONE);
        Handshake handshake = handshakes.of(engine);
        if (handshake != null) {
            handshake.clientCertificateIs(given);
        }
        return given == ClientCertificate.SENT ? ALIAS : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        // The same array each time: Netty keeps its native copy for as long as it sees the same one.
        return chain;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return credentials.map(Credentials::key).orElse(null);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return credentials.isPresent() ? new String[] {ALIAS} : null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
