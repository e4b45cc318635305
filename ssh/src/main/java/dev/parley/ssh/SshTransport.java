package dev.parley.ssh;

import dev.parley.device.Access;
import dev.parley.device.CallHome;
import dev.parley.device.CallSecurity;
import dev.parley.device.Device;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.net.Acceptor;
import dev.parley.net.CallThreads;
import dev.parley.net.Connector;
import dev.parley.net.NetLoops;
import dev.parley.net.NettyLink;
import dev.parley.transport.Attempt;
import dev.parley.transport.CallDesk;
import dev.parley.transport.Calls;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.Transport;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** Sessions over SSH, on the threads of a client. */
final class SshTransport implements Transport {
    private final NetLoops loops;
    private final Connector connector;
    private final Acceptor acceptor;

    SshTransport(NetLoops loops) {
        this.loops = loops;
        connector = new Connector(loops);
        acceptor = new Acceptor(loops);
    }

    @Override
    public boolean serves(Access access) {
        return access instanceof SshAccess;
    }

    @Override
    public LinkLoop newLoop() {
        return loops.next();
    }

    @Override
    public void open(Device device, Attempt attempt) {
        if (!(device.access() instanceof SshAccess access)) {
            throw new IllegalArgumentException("not for " + device.access());
        }
        SshOpening opening = new SshOpening(loops, access, attempt);
        connector.connect(opening.first().host(), opening.first().port(), opening.dialling(), opening);
    }

    @Override
    public boolean answers(CallSecurity security) {
        return security instanceof SshCalls;
    }

    @Override
    public Calls listen(CallHome how, CallDesk desk) {
        Ssh ssh = ((SshCalls) how.security()).ssh();
        return acceptor.listen(how.host(), how.port(), desk, (channel, attempt) -> {
            attempt.begin(Phase.SECURE);
            CallThreads.Place place = loops.placeFor(channel);
            attempt.heldUpBy(place::heldUp);
            CallerKeys keys = new CallerKeys(channel.remoteAddress(), ssh, place.asking(how.inventory()));
            place.execute(attempt, () -> answer(channel, ssh, keys, place, attempt));
        });
    }

    /** What may block; then the rest, on the loop. */
    private void answer(Channel channel, Ssh ssh, CallerKeys keys, Executor place, Attempt attempt) {
        Hop hop;
        try {
            hop = Hop.answering((InetSocketAddress) channel.remoteAddress(), ssh, keys);
        } catch (RuntimeException e) {
            Connector.tell(attempt, () -> attempt.failed(Reason.FAILED, "preparing the answer failed: " + e, null, e));
            return;
        }
        Acceptor.goOn(
                channel,
                attempt,
                () -> {
                    NettyLink link = NettyLink.over(channel, attempt);
                    SshConnection connection = new SshConnection(
                            link, hop, Mina.WINDOW, channel.remoteAddress(), place, new AtDevice(attempt, keys));
                    attempt.onAbort(() -> {
                        attempt.traffic(connection.traffic());
                        connection.abort();
                    });
                    connection.begin();
                    link.start(connection);
                },
                () -> {});
    }

    /** There is nothing of its own to let go of: links end with their loops. */
    @Override
    public void close() {}
}
