package dev.parley.tls;

/** A version of TLS that NETCONF may use (RFC 9918 section 4); the earlier ones are forbidden (RFC 8996). */
public enum TlsVersion {
    /** TLS 1.2, which every NETCONF server over TLS has. */
    TLS_1_2("TLSv1.2"),
    /** TLS 1.3, preferred wherever the server has it. */
    TLS_1_3("TLSv1.3");

    private final String jsse;

    TlsVersion(String jsse) {
        this.jsse = jsse;
    }

    /** The name that JSSE and Netty use: {@code TLSv1.3}. */
    public String protocol() {
        return jsse;
    }

    static TlsVersion ofProtocol(String protocol) {
        for (TlsVersion version : values()) {
            if (version.jsse.equals(protocol)) {
                return version;
            }
        }
        throw new IllegalStateException("a session of a version that was never offered: " + protocol);
    }
}
