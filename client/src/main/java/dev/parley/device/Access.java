package dev.parley.device;

/**
 * How a device is reached and secured. A transport announces which kinds of access it serves; {@link TlsAccess}, {@link
 * CleartextTcp} and {@link UnixAccess} are served by the client itself.
 */
public interface Access {
    /** The scheme of the device's URL, such as {@code tls}. */
    String scheme();

    /** Where it is, as people write it: {@code pe1:6513}, or the path of a socket. */
    String address();
}
