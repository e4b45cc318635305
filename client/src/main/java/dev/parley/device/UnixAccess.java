package dev.parley.device;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.nio.file.Path;

/**
 * NETCONF with a server on this machine, over a UNIX socket. Nothing is encrypted, and nothing has to be: the system lets
 * no other machine near it, and the permissions of the socket say who may connect.
 *
 * @param path where the socket is, absolute
 */
public record UnixAccess(Path path) implements Access {
    /** Refuses a path that names no place. */
    public UnixAccess {
        if (path.getFileName() == null || path.toString().isBlank()) {
            throw InputException.of(Reason.BAD_ADDRESS, "\"" + path + "\" is not the path of a socket");
        }
        path = path.toAbsolutePath().normalize();
    }

    @Override
    public String scheme() {
        return "unix";
    }

    @Override
    public String address() {
        return path.toString();
    }
}
