package dev.parley.net;

import dev.parley.device.Access;
import dev.parley.device.CleartextTcp;
import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.device.UnixAccess;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.tls.TlsConnection;
import dev.parley.tls.TlsContexts;
import dev.parley.tls.TlsDetails;
import dev.parley.transport.Attempt;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.Transport;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** TLS, bare TCP and UNIX sockets on Netty. */
public final class NettyTransport implements Transport {
    private final NetLoops loops;
    private final Connector connector;
    private final TlsContexts contexts = new TlsContexts();

    /** On these loops, which outlive it. */
    public NettyTransport(NetLoops loops) {
        this.loops = loops;
        connector = new Connector(loops);
    }

    @Override
    public boolean serves(Access access) {
        return access instanceof TlsAccess || access instanceof CleartextTcp || access instanceof UnixAccess;
    }

    @Override
    public LinkLoop newLoop() {
        return loops.next();
    }

    @Override
    public void open(Device device, Attempt attempt) {
        Access access = device.access();
        if (access instanceof TlsAccess tls) {
            connector.connect(tls.host(), tls.port(), attempt, new Secured(tls, attempt));
        } else if (access instanceof CleartextTcp tcp) {
            connector.connect(
                    tcp.host(),
                    tcp.port(),
                    attempt,
                    channel -> bare(channel, String.valueOf(channel.remoteAddress()), attempt));
        } else if (access instanceof UnixAccess unix) {
            connector.connectUnix(unix.path(), attempt, channel -> bare(channel, unix.address(), attempt));
        } else {
            throw new IllegalArgumentException("not for " + access);
        }
    }

    /** A connection that TLS goes over. */
    private final class Secured implements Connector.Plan {
        private final TlsAccess access;
        private final Attempt attempt;
        private @Nullable TlsConnection tls;

        Secured(TlsAccess access, Attempt attempt) {
            this.access = access;
            this.attempt = attempt;
        }

        @Override
        public void prepare() {
            tls = contexts.open(access.tls(), access.host(), access.port());
        }

        @Override
        public void connected(Channel channel) {
            attempt.end(Phase.CONNECT, String.valueOf(channel.remoteAddress()));
            secure(channel, Objects.requireNonNull(tls), attempt);
        }

        @Override
        public void release() {
            if (tls != null) {
                tls.close();
            }
        }
    }

    private static void bare(Channel channel, String address, Attempt attempt) {
        attempt.end(Phase.CONNECT, address + ", cleartext");
        NettyLink link = NettyLink.over(channel);
        link.start(attempt.connected(link));
    }

    private static void secure(Channel channel, TlsConnection tls, Attempt attempt) {
        attempt.onAbort(channel::close);
        attempt.begin(Phase.SECURE);
        try {
            handshake(channel, tls, attempt);
        } catch (RuntimeException e) {
            tls.close();
            attempt.failed(Reason.HANDSHAKE_FAILED, "TLS could not be set up: " + e, null, e);
        }
    }

    private static void handshake(Channel channel, TlsConnection tls, Attempt attempt) {
        WireCounter wire = new WireCounter();
        channel.pipeline().addLast(wire);
        NettyLink link = new NettyLink(channel, wire, tls);
        attempt.onAbort(() -> {
            attempt.traffic(link.traffic());
            channel.close();
        });
        Future<TlsDetails> secured = tls.addTo(channel.pipeline());
        channel.pipeline().addLast(link);
        secured.addListener(done -> {
            if (attempt.isOver()) {
                return;
            }
            if (done.isSuccess()) {
                attempt.secured(secured.getNow());
                attempt.end(Phase.SECURE, secured.getNow().summary());
                link.start(attempt.connected(link));
            } else {
                attempt.traffic(link.traffic());
                var failure = tls.failure(done.cause());
                attempt.failed(failure.reason(), failure.detail(), failure.advice(), done.cause());
            }
        });
        channel.config().setAutoRead(true);
    }

    /** Forgets what sessions are resumed from. */
    @Override
    public void close() {
        contexts.close();
    }
}
