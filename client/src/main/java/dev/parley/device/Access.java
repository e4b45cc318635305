package dev.parley.device;

import java.nio.file.Path;
import java.util.Collection;
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
     * The files that each opening reads anew, such as those of keys and of known hosts. They may change, and need not exist. Those of
     * {@link TlsAccess} are not among them: what they hold is known to its {@code Tls}.
     */
    default Collection<Path> files() {
        return List.of();
    }

    /**
     * Those of {@link #files} that alone decide who we are there, so that a login that was refused may be tried again when they hold
     * something else. None if something besides is sent to log in, such as a password: that would be wrong once more.
     */
    default Collection<Path> loginFiles() {
        return List.of();
    }
}
