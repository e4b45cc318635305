package dev.parley.tls;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the passphrase of a key comes from. It is asked for when an encrypted key is read, and never kept.
 *
 * @param supplier asked each time, or null if there is none
 */
record Passphrase(@Nullable Supplier<char[]> supplier) {
    /** None is known. */
    static final Passphrase NONE = new Passphrase(null);

    static Passphrase from(Supplier<char[]> supplier) {
        return new Passphrase(supplier);
    }

    /** Lends a copy, or null if none is known, and wipes the copy afterwards; the supplier's array stays as it is. */
    <T> T use(Function<char @Nullable [], T> action) {
        char[] copy = supplier == null ? null : supplier.get().clone();
        try {
            return action.apply(copy);
        } finally {
            if (copy != null) {
                Arrays.fill(copy, '\0');
            }
        }
    }
}
