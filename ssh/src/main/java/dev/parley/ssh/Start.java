package dev.parley.ssh;

/** What is opened in an SSH connection. */
sealed interface Start {
    /** What RFC 6242 section 3 asks for. */
    Start NETCONF = new Subsystem("netconf");

    /** A subsystem (RFC 4254 section 6.5). */
    record Subsystem(String name) implements Start {
        @Override
        public String toString() {
            return "subsystem " + name;
        }
    }

    /** A command (RFC 4254 section 6.5). */
    record Command(String line) implements Start {
        @Override
        public String toString() {
            return "command \"" + line + "\"";
        }
    }

    /** A connection that goes on from there (RFC 4254 section 7.2). */
    record Tunnel(String host, int port) implements Start {
        @Override
        public String toString() {
            return "connection to " + host + ":" + port;
        }
    }
}
