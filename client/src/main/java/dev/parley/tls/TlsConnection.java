package dev.parley.tls;

import dev.parley.tls.TlsContexts.Context;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one connection: it makes the handler for the channel, checks that the server is the one that this
 * connection must reach, and tells afterwards what came of it.
 *
 * <p>Close it in any case: it holds on to native memory until the handler is made. {@link #handler} is called once,
 * the rest afterwards on the event loop of the channel; closing is safe on any thread.
 */
public final class TlsConnection implements AutoCloseable {
    private static final long CLOSE_NOTIFY_FLUSH_MILLIS = 1_000;

    private final Context context;
    private final TlsProvider provider;
    private final Tls tls;
    private final ServerIdentity reference;
    private final String host;
    private final int port;
    private final Handshake handshake;
    private final AtomicBoolean released = new AtomicBoolean();
    private @Nullable TlsDetails details;

    TlsConnection(Context context, TlsProvider provider, Tls tls, ServerIdentity reference, String host, int port) {
        this.context = context;
        this.provider = provider;
        this.tls = tls;
        this.reference = reference;
        this.host = host;
        this.port = port;
        this.handshake = new Handshake(reference);
    }

    /**
     * The handler that goes into the pipeline, next to the socket. Its handshake begins when the channel is active and
     * has no time limit of its own: the caller's deadline ends it by closing the channel. Its goodbye ({@code
     * close_notify}) is given one second to leave and is never waited for from the other side (RFC 9846 section 6.1).
     */
    public SslHandler handler(ByteBufAllocator allocator) {
        // Sessions are found again by these two; the name is part of them because it went into the ClientHello.
        SslHandler handler = tls.isResumption()
                ? context.ssl().newHandler(allocator, reference + "/" + host, port)
                : context.ssl().newHandler(allocator);
        close();
        SSLEngine engine = handler.engine();
        configure(engine);
        context.handshakes().begin(engine, handshake);
        handler.handshakeFuture().addListener(done -> {
            context.handshakes().end(engine);
            if (done.isSuccess()) {
                details = detailsOf(engine.getSession());
            }
        });
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_FLUSH_MILLIS);
        handler.setCloseNotifyReadTimeoutMillis(0);
        return handler;
    }

    private void configure(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        // An empty list also keeps JSSE from deriving a name from the host (RFC 9525 section 7.4: none for addresses).
        parameters.setServerNames(
                reference instanceof ServerIdentity.DnsName name ? List.of(new SNIHostName(name.ascii())) : List.of());
        if (provider == TlsProvider.JDK) {
            parameters.setAlgorithmConstraints(new Constraints(tls.policy()));
        }
        engine.setSSLParameters(parameters);
    }

    private TlsDetails detailsOf(SSLSession session) {
        return new TlsDetails(
                TlsVersion.ofProtocol(session.getProtocol()),
                session.getCipherSuite(),
                null,
                peerCertificates(session),
                handshake.server() == Handshake.Server.RESUMED,
                handshake.clientCertificate(),
                reference instanceof ServerIdentity.DnsName name ? name.ascii() : null,
                provider);
    }

    private static List<X509Certificate> peerCertificates(SSLSession session) {
        try {
            Certificate[] certificates = session.getPeerCertificates();
            return Arrays.stream(certificates).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException("a handshake succeeded without a server certificate", e);
        }
    }

    /** Whom the server must prove to be. */
    public ServerIdentity serverIdentity() {
        return reference;
    }

    /** Who carries TLS out, never {@link TlsProvider#AUTO}. */
    public TlsProvider provider() {
        return provider;
    }

    /**
     * What the handshake came to.
     *
     * @throws IllegalStateException if it has not succeeded
     */
    public TlsDetails details() {
        if (details == null) {
            throw new IllegalStateException("the TLS handshake has not succeeded");
        }
        return details;
    }

    /**
     * Explains why no session came to be: for whatever went wrong between the start of the handshake and the server's
     * hello. Until then a server of TLS 1.3 may still refuse the client's certificate, although the handshake
     * succeeded.
     */
    public TlsFailure failure(Throwable cause) {
        return TlsFailure.whileOpening(cause, handshake, details != null);
    }

    /** Lets go of the native memory if no handler was made. Closing again does nothing. */
    @Override
    public void close() {
        if (released.compareAndSet(false, true)) {
            context.release();
        }
    }
}
