package dev.parley.tls;

import dev.parley.error.OpenException;
import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Where the TLS provider asks whether a server is acceptable. Besides the check of a full handshake there is the one of
 * a resumed session, which providers leave out: Netty calls it for both of them before it reports the handshake done,
 * so nothing is sent to or taken from a server that stopped being acceptable.
 */
final class ServerTrust extends X509ExtendedTrustManager implements ResumableX509ExtendedTrustManager {
    private final ServerCheck check;
    private final Handshakes handshakes;
    private final TlsProvider provider;
    private volatile Instant until = Instant.MAX;

    ServerTrust(ServerCheck check, Handshakes handshakes, TlsProvider provider) {
        this.check = check;
        this.handshakes = handshakes;
        this.provider = provider;
    }

    /** The first moment at which one of the servers accepted so far has an expired certificate. */
    Instant until() {
        return until;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (provider == TlsProvider.BORINGSSL) {
            BoringSsl.forgetDeclinedSession(engine);
        }
        try {
            accept(chain, engine, Handshake.Server.CHECKED);
        } catch (Refusal refusal) {
            throw provider == TlsProvider.BORINGSSL ? BoringSsl.withAlert(refusal) : refusal;
        }
    }

    @Override
    public void resumeServerTrusted(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
        try {
            accept(chain, engine, Handshake.Server.RESUMED);
        } catch (Refusal refusal) {
            // The server may have a better certificate by now: the next handshake is to be a full one.
            engine.getSession().invalidate();
            throw refusal;
        }
    }

    /**
     * Makes sure that a handshake that has succeeded was looked at. Netty asks nothing about a resumed session that its cache,
     * or JSSE's, has lost meanwhile: to another connection that could not use it, or to newer ones.
     */
    void confirm(SSLEngine engine, Handshake handshake) throws CertificateException, SSLPeerUnverifiedException {
        if (handshake.server() == Handshake.Server.UNKNOWN) {
            Certificate[] certificates = engine.getSession().getPeerCertificates();
            resumeServerTrusted(Arrays.copyOf(certificates, certificates.length, X509Certificate[].class), engine);
        }
    }

    private void accept(X509Certificate[] chain, SSLEngine engine, Handshake.Server how) throws Refusal {
        Handshake handshake = handshakes.of(engine);
        if (handshake == null) {
            throw new Refusal(
                    OpenException.Reason.HANDSHAKE_FAILED,
                    "the server wants to renegotiate, which is refused",
                    "renegotiation has no use in NETCONF (RFC 9325 section 3.5); turn it off on the server",
                    null);
        }
        List<X509Certificate> sent = List.of(chain);
        notLongerThan(check.check(sent, handshake.reference()));
        handshake.accepted(sent);
        handshake.serverIs(how);
    }

    private synchronized void notLongerThan(Instant end) {
        if (end.isBefore(until)) {
            until = end;
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        // Only a server announces these.
        return new X509Certificate[0];
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw unreachable();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw unreachable();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw unreachable();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw unreachable();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw unreachable();
    }

    @Override
    public void resumeClientTrusted(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
        throw unreachable();
    }

    private static CertificateException unreachable() {
        return new CertificateException("a client checks servers, and always with their engine");
    }
}
