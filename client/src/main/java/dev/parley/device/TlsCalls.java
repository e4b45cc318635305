package dev.parley.device;

import dev.parley.tls.Tls;

/**
 * Devices call over TLS, and are the TLS servers all the same. Nothing is resumed, and the heartbeat extension that RFC
 * 8071 section 3.1 (C8) asks for is not offered: no TLS library of today has it. TCP's keepalive takes its place.
 *
 * @param tls whom to believe and who we are. Callers are known by the {@link Inventory} and not by name, unless a server
 *     name is set, which then all of them must carry
 */
public record TlsCalls(Tls tls) implements CallSecurity {
    @Override
    public String scheme() {
        return "tls";
    }

    @Override
    public int registeredPort() {
        return 4335;
    }
}
