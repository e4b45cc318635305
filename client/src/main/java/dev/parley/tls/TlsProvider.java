package dev.parley.tls;

/** Who carries out TLS. */
public enum TlsProvider {
    /** BoringSSL where it is present and able to do what the policy and the key ask for, the JDK otherwise. */
    AUTO,
    /** The TLS of the Java platform (JSSE). */
    JDK,
    /** BoringSSL through netty-tcnative: less CPU time for each session. It is an optional dependency. */
    BORINGSSL
}
