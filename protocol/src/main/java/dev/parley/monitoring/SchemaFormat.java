package dev.parley.monitoring;

import java.util.Locale;

/** The languages that a data model can be given in (RFC 6022 section 4, identity {@code schema-format}). */
public enum SchemaFormat {
    /** YANG (RFC 7950). */
    YANG,
    /** YANG written as XML (RFC 7950 section 13). */
    YIN,
    /** W3C XML Schema. */
    XSD,
    /** RELAX NG as XML. */
    RNG,
    /** RELAX NG in its compact form. */
    RNC;

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is plain text rather than XML. */
    public boolean isText() {
        return this == YANG || this == RNC;
    }
}
