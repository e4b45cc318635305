package dev.parley.simulator.fault;

/**
 * Something else listens on the port: it says this as soon as somebody connects, without TLS, and then ends.
 *
 * @param text what it says, one character a byte
 * @param ending what it does next
 */
public record Banner(String text, Ending ending) implements Fault {

    /** An SSH server. */
    public static Banner ssh() {
        return new Banner("SSH-2.0-OpenSSH_9.2\r\n", Ending.SILENCE);
    }

    /** A web server that takes the client's TLS for a bad request. */
    public static Banner http() {
        return new Banner("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", Ending.FIN);
    }

    /** A NETCONF server without TLS. */
    public static Banner clearTextHello() {
        return new Banner(
                "<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities><capability>"
                        + "urn:ietf:params:netconf:base:1.1</capability></capabilities><session-id>1</session-id></hello>"
                        + "]]>]]>",
                Ending.SILENCE);
    }
}
