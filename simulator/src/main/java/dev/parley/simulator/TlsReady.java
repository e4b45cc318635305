package dev.parley.simulator;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The handshake is complete, whoever made it.
 *
 * @param client the client's certificates as it sent them
 * @param protocol the TLS version
 * @param cipherSuite the cipher suite
 */
record TlsReady(List<X509Certificate> client, String protocol, String cipherSuite) {}
