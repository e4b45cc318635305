package dev.parley.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which operations count under their own names: anybody can name an operation as they like, and would have a series each.
 * Immutable.
 */
public final class OperationNames {
    /** What all others are called. */
    public static final String OTHER = "other";

    private static final Set<String> KNOWN = Set.of(
            "get",
            "get-config",
            "edit-config",
            "copy-config",
            "delete-config",
            "lock",
            "unlock",
            "close-session",
            "kill-session",
            "commit",
            "cancel-commit",
            "discard-changes",
            "validate",
            "get-schema",
            "create-subscription");

    /** The operations of this library. */
    public static final OperationNames STANDARD = new OperationNames(Set.of());

    private final Map<String, String> names = new HashMap<>();

    OperationNames(Set<String> further) {
        KNOWN.forEach(name -> names.put(name, name));
        further.forEach(name -> names.put(name, name));
    }

    /** The name, or {@code other}. */
    public String of(String operation) {
        return names.getOrDefault(operation, OTHER);
    }
}
