package dev.parley.operation;

import java.util.Locale;

/** What happens to an edit when part of it fails (RFC 6241 section 7.2). */
public enum ErrorOption {
    /** Stop at the first error; what came before it stays. The default. */
    STOP_ON_ERROR,
    /** Go on, and report the errors at the end. */
    CONTINUE_ON_ERROR,
    /** Undo the whole edit. */
    ROLLBACK_ON_ERROR;

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
