package dev.parley.message;

/** The XML namespaces and capability names of NETCONF. */
public final class Namespaces {
    /** The protocol's own elements, for base 1.0 and base 1.1 alike (RFC 6241 section 3.1). */
    public static final String BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";

    /** Notifications (RFC 5277). */
    public static final String NOTIFICATION = "urn:ietf:params:xml:ns:netconf:notification:1.0";

    /** The list of event streams, and what a device says at the end of a replay and of a subscription (RFC 5277). */
    public static final String EVENT_STREAMS = "urn:ietf:params:xml:ns:netmod:notification";

    /** What happens to the NETCONF server itself (RFC 6470). */
    public static final String BASE_NOTIFICATIONS = "urn:ietf:params:xml:ns:yang:ietf-netconf-notifications";

    /** The {@code with-defaults} parameter (RFC 6243). */
    public static final String WITH_DEFAULTS = "urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults";

    /** What a device tells about itself, and get-schema (RFC 6022). */
    public static final String MONITORING = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring";

    /** The modules that a device implements (RFC 8525, and RFC 7895 before it). */
    public static final String YANG_LIBRARY = "urn:ietf:params:xml:ns:yang:ietf-yang-library";

    /** The namespace of XML itself, for {@code xml:lang}. */
    public static final String XML = "http://www.w3.org/XML/1998/namespace";

    private Namespaces() {}
}
