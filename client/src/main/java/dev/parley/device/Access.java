package dev.parley.device;

/**
 * How a device is reached and secured. A transport announces which kinds of access it serves; {@link TlsAccess} and
 * {@link CleartextTcp} are served by the client itself.
 */
public interface Access {
    /** The scheme of the device's URL, such as {@code tls}. */
    String scheme();

    /** The host: a name, or an address. */
    String host();

    /** The port. */
    int port();
}
