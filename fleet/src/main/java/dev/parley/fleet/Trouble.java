package dev.parley.fleet;

import dev.parley.error.Fate;
import dev.parley.error.FileTrouble;
import dev.parley.error.NetconfException;
import dev.parley.error.OneLine;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Why something was not done.
 *
 * @param code a short identifier of the kind that never changes: {@code hello-timeout}
 * @param message what failed, where and after how long, in one line
 * @param advice what to do about it, or null
 * @param fate whether the device may have carried it out
 * @param full whether it is a disk that has no room left
 */
public record Trouble(String code, String message, @Nullable String advice, Fate fate, boolean full) {
    /** The message is one line, whatever a device said. */
    public Trouble {
        message = OneLine.of(message);
    }

    /** Something that is known to have had no effect on the device unless its fate says so. */
    public static Trouble of(String code, String message, Fate fate) {
        return new Trouble(code, message, null, fate, false);
    }

    /** What an exception stands for. Of one that nobody foresaw it is not known whether anything was done. */
    public static Trouble of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        boolean full = isFull(cause);
        if (cause instanceof NetconfException known) {
            return new Trouble(known.code(), known.getMessage(), known.advice().orElse(null), known.fate(), full);
        }
        if (cause instanceof CancellationException) {
            return of("cancelled", "it was given up", Fate.UNKNOWN);
        }
        if (cause instanceof IOException io) {
            return new Trouble("not-written", FileTrouble.words(io), null, Fate.UNKNOWN, full);
        }
        return of("internal", "internal error: " + cause, Fate.UNKNOWN);
    }

    private static boolean isFull(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
            if (cause instanceof IOException io && FileTrouble.isFull(io)) {
                return true;
            }
        }
        return false;
    }

    /** The same with another fate. */
    public Trouble withFate(Fate other) {
        return new Trouble(code, message, advice, other, full);
    }
}
