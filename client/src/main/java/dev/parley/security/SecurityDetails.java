package dev.parley.security;

/**
 * What securing a connection came to: {@link dev.parley.tls.TlsDetails} over TLS, that of the SSH module over SSH. A value.
 */
public interface SecurityDetails {
    /** The essentials on one line, without anything secret: {@code TLSv1.3, TLS_AES_128_GCM_SHA256, resumed}. */
    String summary();
}
