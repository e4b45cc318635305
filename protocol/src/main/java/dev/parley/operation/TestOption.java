package dev.parley.operation;

import java.util.Locale;

/** Whether an edit is validated first (RFC 6241 section 7.2). */
public enum TestOption {
    /** Validate, then apply if there is no error; the default. */
    TEST_THEN_SET,
    /** Apply without validating. */
    SET,
    /** Validate, and apply nothing. */
    TEST_ONLY;

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
