package dev.parley.bench.peer;

import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Takes any client, and counts them: that the sessions which are measured as resumed were resumed, the peer says. */
final class Clients extends X509ExtendedTrustManager implements ResumableX509ExtendedTrustManager {
    private final LongAdder full = new LongAdder();
    private final LongAdder resumed = new LongAdder();

    long full() {
        return full.sum();
    }

    long resumed() {
        return resumed.sum();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        full.increment();
    }

    @Override
    public void resumeClientTrusted(X509Certificate[] chain, SSLEngine engine) {
        resumed.increment();
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
