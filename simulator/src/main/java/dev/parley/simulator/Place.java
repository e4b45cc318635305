package dev.parley.simulator;

import java.nio.file.Path;

/** Where a device listens. */
sealed interface Place {

    /** At a port of an address; port 0 lets the system choose. */
    record Tcp(String host, int port) implements Place {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** On a UNIX socket, whose file is there as long as the device listens. */
    record Unix(Path path) implements Place {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** Nowhere: it only calls. */
    record Nowhere() implements Place {}
}
