package dev.parley.error;

import static dev.parley.error.ErrorType.APPLICATION;
import static dev.parley.error.ErrorType.PROTOCOL;
import static dev.parley.error.ErrorType.RPC;
import static dev.parley.error.ErrorType.TRANSPORT;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The error conditions that RFC 6241 appendix A defines, each with the layers it may be reported from. */
public enum ErrorTag {
    /** The resource is in use. */
    IN_USE(PROTOCOL, APPLICATION),
    /** An unacceptable value for one or more parameters. */
    INVALID_VALUE(PROTOCOL, APPLICATION),
    /** The request or the response is too large. */
    TOO_BIG(TRANSPORT, RPC, PROTOCOL, APPLICATION),
    /** An expected attribute is missing. */
    MISSING_ATTRIBUTE(RPC, PROTOCOL, APPLICATION),
    /** An attribute value is not correct. */
    BAD_ATTRIBUTE(RPC, PROTOCOL, APPLICATION),
    /** An unexpected attribute is present. */
    UNKNOWN_ATTRIBUTE(RPC, PROTOCOL, APPLICATION),
    /** An expected element is missing. */
    MISSING_ELEMENT(PROTOCOL, APPLICATION),
    /** An element value is not correct. */
    BAD_ELEMENT(PROTOCOL, APPLICATION),
    /** An unexpected element is present. */
    UNKNOWN_ELEMENT(PROTOCOL, APPLICATION),
    /** An unexpected namespace is present. */
    UNKNOWN_NAMESPACE(PROTOCOL, APPLICATION),
    /** Authorization failed. */
    ACCESS_DENIED(PROTOCOL, APPLICATION),
    /** The lock is held by somebody else, who is named by session. */
    LOCK_DENIED(PROTOCOL),
    /** The device lacks the resources. */
    RESOURCE_DENIED(TRANSPORT, RPC, PROTOCOL, APPLICATION),
    /** A rollback could not be completed. */
    ROLLBACK_FAILED(PROTOCOL, APPLICATION),
    /** The data to create exists. */
    DATA_EXISTS(APPLICATION),
    /** The data to delete or change does not exist. */
    DATA_MISSING(APPLICATION),
    /** The device does not support the operation. */
    OPERATION_NOT_SUPPORTED(PROTOCOL, APPLICATION),
    /** Another reason. */
    OPERATION_FAILED(RPC, PROTOCOL, APPLICATION),
    /** Obsolete: part of the operation succeeded. */
    PARTIAL_OPERATION(APPLICATION),
    /** The message could not be parsed; sent to peers of base 1.1 only. */
    MALFORMED_MESSAGE(RPC);

    private final Set<ErrorType> types;

    ErrorTag(ErrorType first, ErrorType... others) {
        this.types = EnumSet.of(first, others);
    }

    /** The name on the wire: {@code lock-denied}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the standard lets this tag come from the layer. */
    public boolean allows(ErrorType type) {
        return types.contains(type);
    }

    /** The tag with this name on the wire, or empty for one that no standard knows. */
    public static Optional<ErrorTag> ofWireName(String name) {
        for (ErrorTag tag : values()) {
            if (tag.wireName().equals(name)) {
                return Optional.of(tag);
            }
        }
        return Optional.empty();
    }
}
