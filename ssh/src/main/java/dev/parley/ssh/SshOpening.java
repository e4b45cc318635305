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
import java.util.Optional;

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
        AtJumpHost jump = last ? null : new AtJumpHost(hop);
        if (jump != null) {
            attempt.heldUpBy(jump::heldUp);
        } else {
            if (!passed.isEmpty()) {
                attempt.heldUpBy(this::heldUpBehind);
            }
            attempt.end(Phase.CONNECT, passed.isEmpty() ? String.valueOf(remote) : through());
            attempt.begin(Phase.SECURE);
        }
        SshConnection connection =
                new SshConnection(link, hop, Mina.WINDOW, remote, loops::block, jump == null ? device : jump);
        attempt.onAbort(() -> {
            attempt.traffic(connection.traffic());
            connection.abort();
        });
        connection.begin();
        return connection;
    }

    /** The device is spoken to, and what is sent there and back goes through the last jump host. */
    private Optional<Attempt.HeldUp> heldUpBehind() {
        String jump = "the jump host " + passed.get(passed.size() - 1);
        return Optional.of(new Attempt.HeldUp(
                "the connection went through " + jump,
                "is it the right port of the device? A server of another kind waits for us to speak; " + jump
                        + ", or the path behind it, may have stopped passing on what is sent"));
    }

    private String through() {
        return way.get(way.size() - 1).address() + " through " + String.join(", ", passed);
    }

    private final class AtJumpHost implements SshConnection.Observer {
        private final Hop hop;
        private boolean secured;

        AtJumpHost(Hop hop) {
            this.hop = hop;
        }

        @Override
        public void secured(SshDetails details) {
            // a step on the way; the phase is CONNECT until the device is reached
            secured = true;
        }

        Optional<Attempt.HeldUp> heldUp() {
            return Optional.of(
                    secured
                            ? new Attempt.HeldUp(
                                    hop.who() + " had not let us in and made the " + hop.start(),
                                    "it may be asking another server about us, or get no answer from where it is to connect")
                            : new Attempt.HeldUp(
                                    "the SSH key exchange with " + hop.who() + " was not complete",
                                    "is it the right port? A server of another kind waits for us to speak; a path that drops"
                                            + " large packets looks the same"));
        }

        @Override
        public LinkListener opened(SshLink link, SshDetails details) {
            passed.add(hop.access().address());
            SshAccess next = way.get(passed.size());
            return go(link, InetSocketAddress.createUnresolved(next.host(), next.port()));
        }

        @Override
        public void failed(SshFailure failure) {
            device.failed(failure.at(hop.who()));
        }
    }
}
