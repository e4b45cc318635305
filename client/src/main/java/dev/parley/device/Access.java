package dev.parley.device;

import java.nio.file.Path;
import java.util.List;

/**
 * How a device is reached and secured. A transport announces which kinds of access it serves; {@link TlsAccess}, {@link
 * CleartextTcp} and {@link UnixAccess} are served by the client itself.
 */
public interface Access {
    /** The scheme of the device's URL, such as {@code tls}. */
    String scheme();

    /** Where it is, as people write it: {@code pe1:6513}, or the path of a socket. */
    String address();

    /**
     * The files that say who we are there, such as keys, as far as each opening reads them anew. They may change, and need not exist.
     * Those of {@link TlsAccess} are not among them: what they hold is known to its {@code Tls}.
     */
    default List<Path> identityFiles() {
        return List.of();
    }

    /** The files that say who is believed to be the device, as far as each opening reads them anew; like {@link #identityFiles}. */
    default List<Path> trustFiles() {
        return List.of();
    }
}
