package dev.parley.transport;

import dev.parley.tls.TlsProvider;

/** Sessions over TLS by BoringSSL. */
class BoringSslTlsTransportTest extends TlsTransportContract {
    @Override
    TlsProvider provider() {
        return TlsProvider.BORINGSSL;
    }
}
