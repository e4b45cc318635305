package dev.parley.transport;

import dev.parley.tls.TlsProvider;

/** Sessions over TLS by the JDK. */
class JdkTlsTransportTest extends TlsTransportContract {
    @Override
    TlsProvider provider() {
        return TlsProvider.JDK;
    }
}
