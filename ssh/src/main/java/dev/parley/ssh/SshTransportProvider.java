package dev.parley.ssh;

import dev.parley.net.NetLoops;
import dev.parley.net.TransportProvider;
import dev.parley.transport.Transport;

/** Gives every client a way to reach devices over SSH. Found by {@link java.util.ServiceLoader}; nobody calls it. */
@SuppressWarnings("exports") // of the client, which alone is told of it
public final class SshTransportProvider implements TransportProvider {
    /** For {@link java.util.ServiceLoader}. */
    public SshTransportProvider() {}

    @Override
    public Transport transport(NetLoops loops) {
        return new SshTransport(loops);
    }
}
