package dev.parley.simulator.datastore;

import dev.parley.message.Namespaces;

/** The namespaces that the datastores give a meaning to. */
final class Names {
    /** RFC 6241: the protocol's own elements, and the {@code operation} attribute. */
    static final String BASE = Namespaces.BASE;
    /** RFC 7950 section 7.8.6: {@code insert}, {@code key} and {@code value}. */
    static final String YANG = "urn:ietf:params:xml:ns:yang:1";
    /** RFC 6243 section 6: the {@code default} attribute. */
    static final String DEFAULTS = "urn:ietf:params:xml:ns:netconf:default:1.0";

    private Names() {}
}
