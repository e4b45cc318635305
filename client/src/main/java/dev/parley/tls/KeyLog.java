package dev.parley.tls;

/**
 * Is told the secrets of TLS sessions, as lines of a key log (RFC 9850): whoever has them reads the sessions. Called in the
 * middle of handshakes, on any thread: it must not block.
 */
@FunctionalInterface
public interface KeyLog {
    /**
     * A secret has come about, before anything that it encrypts is handed up.
     *
     * @param line a label, the random of the ClientHello and the secret, without line end: {@code CLIENT_RANDOM} in
     *     TLS 1.2, in TLS 1.3 the four secrets of handshake and traffic
     */
    void secret(String line);

    /**
     * The secrets of a session that is being opened are not to be had.
     *
     * @param why in words
     */
    default void unavailable(String why) {}
}
