package dev.parley.tls;

import dev.parley.tls.TlsDetails.ClientCertificate;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The client's key, held in memory: the JDK's own key managers decrypt and check it again in every handshake, which
 * triples the cost of one. It is offered whatever issuers the server names, because a refusal by the server says more
 * than a certificate that was silently left out.
 */
final class ClientKey extends X509ExtendedKeyManager {
    private final Handshakes handshakes;
    /** Who we have been in this context, by alias; in most there is one, and only devices that call may know several. */
    private final Map<String, Shown> shown = new ConcurrentHashMap<>();

    /** Credentials as they are shown; the same array each time, because Netty keeps its native copy as long as it is. */
    private static final class Shown {
        private final PrivateKey key;
        private final X509Certificate[] chain;

        Shown(Credentials credentials) {
            key = credentials.key();
            chain = credentials.chain().toArray(X509Certificate[]::new);
        }
    }

    ClientKey(Handshakes handshakes) {
        this.handshakes = handshakes;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Handshake handshake = handshakes.of(engine);
        if (handshake == null) {
            return null;
        }
        Credentials ours = handshake.credentials().orElse(null);
        if (ours == null) {
            handshake.clientCertificateIs(ClientCertificate.NONE);
            return null;
        }
        if (!Arrays.asList(keyTypes).contains(ours.key().getAlgorithm())) {
            handshake.clientCertificateIs(ClientCertificate.OTHER_KIND);
            return null;
        }
        handshake.clientCertificateIs(ClientCertificate.SENT);
        shown.computeIfAbsent(ours.id(), id -> new Shown(ours));
        return ours.id();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Shown known = shown.get(alias);
        return known == null ? null : known.chain;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Shown known = shown.get(alias);
        return known == null ? null : known.key;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return shown.isEmpty() ? null : shown.keySet().toArray(String[]::new);
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
