package dev.parley.ssh;

import dev.parley.device.Access;
import dev.parley.device.Device;
import dev.parley.net.Connector;
import dev.parley.net.NetLoops;
import dev.parley.transport.Attempt;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.Transport;

/** Sessions over SSH, on the threads of a client. */
final class SshTransport implements Transport {
    private final NetLoops loops;
    private final Connector connector;

    SshTransport(NetLoops loops) {
        this.loops = loops;
        connector = new Connector(loops);
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
        connector.connect(opening.first().host(), opening.first().port(), attempt, opening);
    }

    /** There is nothing of its own to let go of: links end with their loops. */
    @Override
    public void close() {}
}
