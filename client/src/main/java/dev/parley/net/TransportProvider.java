package dev.parley.net;

import dev.parley.transport.Transport;

/**
 * Brings a further transport of Parley's own along: a module that is on the path is found by {@link
 * java.util.ServiceLoader}, and each client has its transport without a word. Whoever carries NETCONF in another way gives
 * a client a {@link Transport} when building it.
 */
public interface TransportProvider {
    /** A transport for one client, on the threads of that client, which outlive it. It does nothing before it is asked. */
    Transport transport(NetLoops loops);
}
