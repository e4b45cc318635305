package dev.parley.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows servers that nobody looked for by name: devices that call (RFC 8071 section 3.1). It is asked once the
 * certificates of one have proven to be acceptable, before we show our own, on a thread that may block.
 */
@FunctionalInterface
public interface CallerCheck {
    /**
     * Who that is.
     *
     * @param chain the certificates that the device sent, its own first
     * @return who we are for this device, or null if nobody knows it
     */
    @Nullable
    TlsIdentity recognise(List<X509Certificate> chain);
}
