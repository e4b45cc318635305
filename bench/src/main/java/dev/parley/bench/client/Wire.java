package dev.parley.bench.client;

/**
 * What is spoken with the peer.
 *
 * @param tls the version of TLS: {@code 1.3} or {@code 1.2}
 * @param chunked whether messages are framed in chunks, or by the mark at their end
 * @param sshKeyExchange the only key exchange that the peer agrees to over SSH, or {@code any}
 */
public record Wire(String tls, boolean chunked, String sshKeyExchange) {
    /** The client says which key exchange it likes best. */
    public static final String ANY = "any";

    /** Reads what {@link #toString} writes. */
    public static Wire parse(String text) {
        String[] parts = text.split(",");
        return new Wire(parts[0], parts[1].equals("chunked"), parts[2]);
    }

    /** The version as JSSE calls it. */
    public String protocol() {
        return "TLSv" + tls;
    }

    @Override
    public String toString() {
        return tls + "," + (chunked ? "chunked" : "end-of-message") + "," + sshKeyExchange;
    }
}
