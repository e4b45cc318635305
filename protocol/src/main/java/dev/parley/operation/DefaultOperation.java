package dev.parley.operation;

import java.util.Locale;

/** What an edit does to elements that say nothing themselves (RFC 6241 section 7.2). */
public enum DefaultOperation {
    /** Merge with what is there; the default. */
    MERGE,
    /** Replace all of the target. */
    REPLACE,
    /** Change nothing but what an {@code operation} attribute asks for. */
    NONE;

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
