package dev.parley.ssh;

import dev.parley.error.Circumstance;
import dev.parley.error.OpenException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no connection.
 *
 * @param reason the kind
 * @param circumstance what exactly, or null
 * @param detail what happened
 * @param advice what to look at, or null
 * @param cause the underlying exception, or null
 */
record SshFailure(
        Reason reason,
        @Nullable Circumstance circumstance,
        String detail,
        @Nullable String advice,
        @Nullable Throwable cause) {
    SshFailure {
        detail = dev.parley.error.OneLine.of(detail);
    }

    SshFailure(Reason reason, String detail, @Nullable String advice, @Nullable Throwable cause) {
        this(reason, null, detail, advice, cause);
    }

    /** The same, as it is told of a host on the way: {@code the jump host bastion:22}. */
    SshFailure at(String where) {
        return new SshFailure(reason, circumstance, where + ": " + detail, advice, cause);
    }
}
