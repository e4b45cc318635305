package dev.parley.standing;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What an attempt fails with: its cause is why, and it knows what the attempt had read before. */
@SuppressWarnings("serial")
final class FailedAttempt extends CompletionException {
    private final transient Reading reading;

    FailedAttempt(Throwable why, Reading reading) {
        super(Relay.known(why));
        this.reading = reading;
    }

    /** What was read before that; null if nobody knows. */
    static @Nullable Reading readingOf(Throwable failure) {
        return failure instanceof FailedAttempt attempt ? attempt.reading : null;
    }

    /** Where it came from is told by its cause. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
