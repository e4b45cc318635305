package dev.parley.net;

import dev.parley.device.Access;
import dev.parley.device.CallHome;
import dev.parley.device.CallSecurity;
import dev.parley.device.Caller;
import dev.parley.device.CleartextTcp;
import dev.parley.device.Device;
import dev.parley.device.Inventory;
import dev.parley.device.TlsAccess;
import dev.parley.device.TlsCalls;
import dev.parley.device.UnixAccess;
import dev.parley.error.InputException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.tls.CallerCheck;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsConnection;
import dev.parley.tls.TlsContexts;
import dev.parley.tls.TlsDetails;
import dev.parley.tls.TlsIdentity;
import dev.parley.transport.Attempt;
import dev.parley.transport.CallDesk;
import dev.parley.transport.Calls;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.Transport;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** TLS, bare TCP and UNIX sockets on Netty. */
public final class NettyTransport implements Transport {
    private final NetLoops loops;
    private final Connector connector;
    private final Acceptor acceptor;
    private final TlsContexts contexts = new TlsContexts();

    /** On these loops, which outlive it. */
    public NettyTransport(NetLoops loops) {
        this.loops = loops;
        connector = new Connector(loops);
        acceptor = new Acceptor(loops);
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

    @Override
    public boolean answers(CallSecurity security) {
        return security instanceof TlsCalls;
    }

    @Override
    public Calls listen(CallHome how, CallDesk desk) {
        Tls tls = ((TlsCalls) how.security()).tls();
        return acceptor.listen(how.host(), how.port(), desk, (channel, attempt) -> {
            attempt.begin(Phase.SECURE);
            CallThreads.Place place = loops.placeFor(channel);
            attempt.heldUpBy(place::heldUp);
            Known known = new Known(channel.remoteAddress(), how.inventory(), place);
            place.execute(attempt, () -> prepareAnswer(channel, tls, known, attempt));
        });
    }

    /** What may block: reading keys. */
    private void prepareAnswer(Channel channel, Tls tls, Known known, Attempt attempt) {
        try {
            TlsConnection connection = contexts.answer(tls, known.caller(), known, known.place);
            Acceptor.goOn(channel, attempt, () -> secure(channel, connection, known, attempt), connection::close);
        } catch (InputException e) {
            Connector.tell(attempt, () -> attempt.unusable(e));
        } catch (RuntimeException e) {
            Connector.tell(attempt, () -> attempt.failed(Reason.FAILED, "preparing the answer failed: " + e, null, e));
        }
    }

    /** Which device it was that called, as soon as it is known. */
    private static final class Known implements CallerCheck {
        private final SocketAddress from;
        private final Inventory inventory;
        private final CallThreads.Place place;
        private volatile @Nullable Device device;

        Known(SocketAddress from, Inventory inventory, CallThreads.Place place) {
            this.from = from;
            this.inventory = place.asking(inventory);
            this.place = place;
        }

        String caller() {
            return String.valueOf(from);
        }

        @Override
        public @Nullable TlsIdentity recognise(List<X509Certificate> chain) {
            Device found = inventory.find(Caller.of(from, chain)).orElse(null);
            device = found;
            if (found == null) {
                return null;
            }
            return found.access() instanceof TlsAccess dialled ? dialled.tls().identity() : TlsIdentity.none();
        }

        void tell(Attempt attempt) {
            Device found = device;
            if (found != null) {
                attempt.identified(found);
            }
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
            attempt.begin(Phase.SECURE);
            secure(channel, Objects.requireNonNull(tls), null, attempt);
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
        NettyLink link = NettyLink.over(channel, attempt);
        link.start(attempt.connected(link));
    }

    /**
     * @param called who called us, or null if we have called the device
     */
    private static void secure(Channel channel, TlsConnection tls, @Nullable Known called, Attempt attempt) {
        attempt.onAbort(() -> close(channel, called));
        try {
            handshake(channel, tls, called, attempt);
        } catch (RuntimeException e) {
            tls.close();
            attempt.failed(Reason.HANDSHAKE_FAILED, "TLS could not be set up: " + e, null, e);
        }
    }

    private static void handshake(Channel channel, TlsConnection tls, @Nullable Known called, Attempt attempt) {
        WireCounter wire = WireCounter.of(channel, attempt);
        channel.pipeline().addLast(wire);
        NettyLink link = new NettyLink(channel, wire, tls);
        attempt.onAbort(() -> {
            attempt.traffic(link.traffic());
            close(channel, called);
        });
        Future<TlsDetails> secured = tls.addTo(channel.pipeline());
        channel.pipeline().addLast(link);
        secured.addListener(done -> {
            if (attempt.isOver()) {
                return;
            }
            if (done.isSuccess()) {
                // only now has the device proven that it holds the key of its certificate
                if (called != null) {
                    called.tell(attempt);
                }
                attempt.secured(secured.getNow());
                attempt.end(Phase.SECURE, secured.getNow().summary());
                link.start(attempt.connected(link));
            } else {
                attempt.traffic(link.traffic());
                var failure = tls.failure(done.cause());
                attempt.failed(
                        failure.reason(), failure.circumstance(), failure.detail(), failure.advice(), done.cause());
            }
        });
        channel.config().setAutoRead(true);
    }

    /** TLS closes nothing while somebody who checks the device's certificate waits for the inventory. */
    private static void close(Channel channel, @Nullable Known called) {
        if (called != null) {
            called.place.leave();
        }
        channel.close();
    }

    /** Forgets what sessions are resumed from. */
    @Override
    public void close() {
        contexts.close();
    }
}
