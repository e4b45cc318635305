package dev.parley.probe;

import java.util.Arrays;
import java.util.Optional;

/** A version of SSL or TLS, the oldest first. */
public enum WireVersion {
    /** SSL 2.0, which has messages of its own. */
    SSL_2("SSL 2.0", 0x0002),
    /** SSL 3.0. */
    SSL_3("SSL 3.0", 0x0300),
    /** TLS 1.0. */
    TLS_1_0("TLS 1.0", 0x0301),
    /** TLS 1.1. */
    TLS_1_1("TLS 1.1", 0x0302),
    /** TLS 1.2. */
    TLS_1_2("TLS 1.2", 0x0303),
    /** TLS 1.3. */
    TLS_1_3("TLS 1.3", 0x0304);

    private final String words;
    private final int code;

    WireVersion(String words, int code) {
        this.words = words;
        this.code = code;
    }

    /** Its number on the wire. */
    public int code() {
        return code;
    }

    /** The version of that number. */
    public static Optional<WireVersion> of(int code) {
        return Arrays.stream(values()).filter(version -> version.code == code).findFirst();
    }

    /** As people write it: {@code TLS 1.2}. */
    @Override
    public String toString() {
        return words;
    }
}
