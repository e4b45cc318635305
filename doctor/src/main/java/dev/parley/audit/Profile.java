package dev.parley.audit;

import java.util.Locale;

/** The set of rules that a device is held against. */
public enum Profile {
    /** BCP 195 of the IETF (RFC 8996, RFC 9325) with RFC 10015, and what NETCONF adds to it (RFC 7589, RFC 9918). */
    BCP195,
    /** The same, as SP 800-52 revision 2 of NIST has it for agencies of the United States. */
    NIST;

    /** In lower case: {@code bcp195}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
