package dev.parley.tls;

import dev.parley.tls.TlsContexts.Context;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one connection: it makes the handler for the channel, checks that the server is the one that this
 * connection must reach, and tells afterwards what came of it.
 *
 * <p>Close it in any case: it holds on to native memory until the handler is made. {@link #addTo} is called once, the
 * rest afterwards on the event loop of the channel; closing is safe on any thread.
 */
public final class TlsConnection implements AutoCloseable {
    private static final long CLOSE_NOTIFY_FLUSH_MILLIS = 1_000;
    /** What engines of both providers call the suite of a session that there is not. */
    private static final String NO_SUITE = "SSL_NULL_WITH_NULL_NULL";

    private final Context context;
    private final TlsProvider provider;
    private final boolean resumption;
    private final Handshake handshake;
    private final String host;
    private final int port;
    private final @Nullable Executor tasks;
    /** What the server said first, until it has shown that it speaks TLS. */
    private @Nullable FirstBytes firstBytes;

    private final AtomicBoolean released = new AtomicBoolean();
    private @Nullable TlsDetails details;

    /**
     * @param resumption whether sessions are resumed, by host and port
     * @param tasks what runs the slow parts of the handshake, or null for the event loop
     */
    TlsConnection(
            Context context,
            TlsProvider provider,
            boolean resumption,
            Handshake handshake,
            String host,
            int port,
            @Nullable Executor tasks) {
        this.context = context;
        this.provider = provider;
        this.resumption = resumption;
        this.handshake = handshake;
        this.host = host;
        this.port = port;
        this.tasks = tasks;
    }

    /**
     * Adds TLS to the end of a pipeline, which so far holds nothing but what looks at the bytes of the socket. The
     * handshake begins when the channel is active and has no time limit of its own: the caller's deadline ends it by
     * closing the channel. The goodbye ({@code close_notify}) is given one second to leave, and the other side's is
     * never waited for (RFC 9846 section 6.1).
     *
     * @return what the handshake comes to, or what {@link #failure} explains; completed on the channel's event loop
     *     before anything that comes behind the handshake is handed up
     */
    public Future<TlsDetails> addTo(ChannelPipeline pipeline) {
        Promise<TlsDetails> secured = pipeline.channel().eventLoop().newPromise();
        Lanes.Lane lane =
                tasks == null && resumption ? context.lanes().take(handshake.reference() + "/" + host, port) : null;
        boolean added = false;
        try {
            FirstBytes first = new FirstBytes();
            firstBytes = first;
            pipeline.addLast(first, handler(pipeline.channel().alloc(), lane, secured));
            if (lane != null) {
                pipeline.addLast(new LaneEnd(lane));
            }
            added = true;
        } finally {
            if (!added && lane != null) {
                lane.giveBack();
            }
        }
        return secured;
    }

    private SslHandler handler(ByteBufAllocator allocator, Lanes.@Nullable Lane lane, Promise<TlsDetails> secured) {
        SslHandler made = newHandler(allocator, lane);
        close();
        SSLEngine engine = made.engine();
        configure(engine);
        context.handshakes().begin(engine, handshake);
        made.handshakeFuture().addListener(done -> {
            try {
                if (!done.isSuccess()) {
                    throw done.cause();
                }
                if (!isAgreedOn(engine)) {
                    throw TlsFailure.goodbye();
                }
                context.trust().confirm(engine, handshake);
                TlsDetails agreed = agreed(engine);
                if (lane != null) {
                    lane.agreed(agreed.version());
                }
                firstBytes = null;
                secured.setSuccess(agreed);
            } catch (Throwable failure) {
                secured.setFailure(failure);
            } finally {
                context.handshakes().end(engine);
            }
        });
        made.setHandshakeTimeoutMillis(0);
        made.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_FLUSH_MILLIS);
        made.setCloseNotifyReadTimeoutMillis(0);
        return made;
    }

    private SslHandler newHandler(ByteBufAllocator allocator, Lanes.@Nullable Lane lane) {
        if (tasks != null) {
            return context.ssl().newHandler(allocator, tasks);
        }
        // Sessions are found again by these two; the name is part of them because it went into the ClientHello.
        return lane == null
                ? context.ssl().newHandler(allocator)
                : context.ssl().newHandler(allocator, lane.name(), port);
    }

    /**
     * Whether there is a session. Netty takes a handshake for successful as soon as the engine has no more to do for it,
     * which a {@code close_notify} in the middle of it brings about too.
     */
    private static boolean isAgreedOn(SSLEngine engine) {
        return !engine.getSession().getCipherSuite().equals(NO_SUITE);
    }

    private TlsDetails agreed(SSLEngine engine) {
        TlsDetails agreed = detailsOf(engine);
        if (agreed.version() == TlsVersion.TLS_1_2 && provider == TlsProvider.JDK) {
            // JSSE has no switch against renegotiation; without a version to offer it cannot take part in one.
            engine.setEnabledProtocols(new String[0]);
        }
        details = agreed;
        return agreed;
    }

    private void configure(SSLEngine engine) {
        // What is not set in them stays as the context has it; reading the suites back costs BoringSSL's engine dear.
        SSLParameters parameters = provider == TlsProvider.JDK ? engine.getSSLParameters() : new SSLParameters();
        // An empty list also keeps JSSE from deriving a name from the host (RFC 9525 section 7.4: none for addresses).
        parameters.setServerNames(
                serverName().<SNIServerName>map(SNIHostName::new).map(List::of).orElse(List.of()));
        if (provider == TlsProvider.JDK) {
            parameters.setAlgorithmConstraints(context.constraints());
        } else {
            BoringSsl.refuseRenegotiation(engine);
        }
        engine.setSSLParameters(parameters);
    }

    /** What the ClientHello asks for by name (RFC 6066 section 3); an address is no name. */
    private Optional<String> serverName() {
        return handshake.reference() instanceof ServerIdentity.DnsName name
                ? Optional.of(name.ascii())
                : Optional.empty();
    }

    private TlsDetails detailsOf(SSLEngine engine) {
        SSLSession session = engine.getSession();
        return new TlsDetails(
                TlsVersion.ofProtocol(session.getProtocol()),
                session.getCipherSuite(),
                provider == TlsProvider.BORINGSSL ? BoringSsl.groupOf(engine) : null,
                peerCertificates(session),
                handshake.server() == Handshake.Server.RESUMED,
                handshake.clientCertificate(),
                serverName().orElse(null),
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
        return handshake.reference();
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
        TlsDetails known = details;
        if (known == null) {
            throw new IllegalStateException("the TLS handshake has not succeeded");
        }
        return known;
    }

    /**
     * Explains why no session came to be: for whatever went wrong between the start of the handshake and the server's
     * hello. Until then a server of TLS 1.3 may still refuse the client's certificate, although the handshake
     * succeeded.
     */
    public TlsFailure failure(Throwable cause) {
        FirstBytes first = firstBytes;
        return TlsFailure.whileOpening(cause, handshake, details != null, first == null ? new byte[0] : first.bytes());
    }

    /** Lets go of the native memory if no handler was made. Closing again does nothing. */
    @Override
    public void close() {
        if (released.compareAndSet(false, true)) {
            context.release();
        }
    }
}
