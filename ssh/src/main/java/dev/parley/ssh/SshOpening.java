package dev.parley.ssh;

import dev.parley.error.Phase;
import dev.parley.net.Connector;
import dev.parley.net.NetLoops;
import dev.parley.net.NettyLink;
import dev.parley.transport.Attempt;
import dev.parley.transport.Link;
import dev.parley.transport.LinkListener;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One attempt to reach a device over SSH, through any number of jump hosts. The way to the device, jump hosts and all, is
 * the phase CONNECT. SECURE is the exchange of versions and keys with the device, AUTHENTICATE logging in there and
 * starting NETCONF.
 */
final class SshOpening implements Connector.Plan {
    private final NetLoops loops;
    private final Attempt attempt;
    private final AtDevice device;
    private final List<SshAccess> way = new ArrayList<>();
    private final ArrayDeque<Hop> hops = new ArrayDeque<>();
    private final List<String> passed = new ArrayList<>();

    SshOpening(NetLoops loops, SshAccess access, Attempt attempt) {
        this.loops = loops;
        this.attempt = attempt;
        device = new AtDevice(attempt, null);
        for (SshAccess next = access; next != null; next = next.ssh().jump()) {
            way.add(0, next);
        }
    }

    /** The host that is dialled: the device, or the first jump host. */
    SshAccess first() {
        return way.get(0);
    }

    /** The attempt, for whoever dials {@link #first}. */
    Attempt dialling() {
        return way.size() == 1 ? attempt : new DiallingJumpHost(attempt, first().address());
    }

    @Override
    public void prepare() {
        for (int i = 0; i < way.size(); i++) {
            SshAccess here = way.get(i);
            boolean last = i == way.size() - 1;
            hops.add(Hop.prepare(
                    here,
                    last
                            ? here.ssh().start()
                            : new Start.Tunnel(
                                    way.get(i + 1).host(), way.get(i + 1).port())));
        }
    }

    @Override
    public void connected(Channel channel) {
        NettyLink link = NettyLink.over(channel, attempt);
        link.start(go(link, channel.remoteAddress()));
    }

    /** Goes on over a link that is there, to the next host on the way. On the loop. */
    private SshConnection go(Link link, SocketAddress remote) {
        Hop hop = hops.remove();
        boolean last = hops.isEmpty();
        if (last) {
            attempt.end(Phase.CONNECT, passed.isEmpty() ? String.valueOf(remote) : through());
            attempt.begin(Phase.SECURE);
        }
        SshConnection connection =
                new SshConnection(link, hop, Mina.WINDOW, remote, loops::block, last ? device : new AtJumpHost(hop));
        attempt.onAbort(() -> {
            attempt.traffic(connection.traffic());
            connection.abort();
        });
        connection.begin();
        return connection;
    }

    private String through() {
        return way.get(way.size() - 1).address() + " through " + String.join(", ", passed);
    }

    private final class AtJumpHost implements SshConnection.Observer {
        private final Hop hop;

        AtJumpHost(Hop hop) {
            this.hop = hop;
        }

        @Override
        public void secured(SshDetails details) {
            // a step on the way; the phase is CONNECT until the device is reached
        }

        @Override
        public LinkListener opened(SshLink link, SshDetails details) {
            passed.add(hop.access().address());
            SshAccess next = way.get(passed.size());
            return go(link, InetSocketAddress.createUnresolved(next.host(), next.port()));
        }

        @Override
        public void failed(SshFailure failure) {
            device.failed(failure.at("jump host " + hop.access().address()));
        }
    }
}
