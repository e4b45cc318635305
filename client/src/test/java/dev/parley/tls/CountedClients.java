package dev.parley.tls;

import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** A server's view of resumption: it takes any client, and counts them by how they came. */
final class CountedClients extends X509ExtendedTrustManager implements ResumableX509ExtendedTrustManager {
    final AtomicInteger full = new AtomicInteger();
    final AtomicInteger resumed = new AtomicInteger();

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        full.incrementAndGet();
    }

    @Override
    public void resumeClientTrusted(X509Certificate[] chain, SSLEngine engine) {
        resumed.incrementAndGet();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw unused();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw unused();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw unused();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        throw unused();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        throw unused();
    }

    @Override
    public void resumeServerTrusted(X509Certificate[] chain, SSLEngine engine) {
        throw unused();
    }

    private static IllegalStateException unused() {
        return new IllegalStateException("a server sees clients, and always with their engine");
    }
}
