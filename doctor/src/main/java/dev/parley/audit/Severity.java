package dev.parley.audit;

import java.util.Locale;

/** How much a breach of a rule matters, the least first. */
public enum Severity {
    /** Worth knowing. */
    INFO,
    /** Worth mending when there is an occasion. */
    LOW,
    /** Weakens the protection. */
    MEDIUM,
    /** Makes an attack possible for somebody in the right place. */
    HIGH,
    /** Nothing is protected. */
    CRITICAL;

    /** Whether it matters at least as much as that. */
    public boolean isAtLeast(Severity other) {
        return compareTo(other) >= 0;
    }

    /** In lower case: {@code high}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
