package dev.parley.error;

import java.util.Locale;
import java.util.Optional;

/** The layer in which an {@code rpc-error} occurred (RFC 6241 section 4.3). */
public enum ErrorType {
    /** Secure transport. */
    TRANSPORT,
    /** Messages. */
    RPC,
    /** Operations. */
    PROTOCOL,
    /** Content. */
    APPLICATION;

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type with this name on the wire, or empty for one that no standard knows. */
    public static Optional<ErrorType> ofWireName(String name) {
        for (ErrorType type : values()) {
            if (type.wireName().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
