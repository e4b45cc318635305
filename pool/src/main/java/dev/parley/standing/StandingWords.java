package dev.parley.standing;

import dev.parley.device.Device;
import dev.parley.error.AcquireException;
import dev.parley.error.AcquireException.Reason;
import dev.parley.error.Durations;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a standing session that has no session to give.
 *
 * @param device with whom
 * @param now the time of day
 * @param what its state
 * @param last the last failure, or null if there was none
 */
record StandingWords(
        Device device,
        Instant now,
        StandingState what,
        @Nullable Failure last) {

    /**
     * Why there was no session.
     *
     * @param why the failure
     * @param at when
     */
    record Failure(Throwable why, Instant at) {}

    @Nullable
    Throwable failure() {
        return last == null ? null : last.why();
    }

    /** Why there is no session in time for somebody. */
    AcquireException refusal(String name, Duration limit) {
        Reason reason = reason();
        String when = reason == Reason.ACQUIRE_TIMEOUT ? " within " + Durations.text(limit) : "";
        return new AcquireException(
                reason,
                "no session with " + device.label() + when + " for " + name + ": " + state(),
                advice(reason),
                failure());
    }

    private Reason reason() {
        if (what instanceof StandingState.CircuitOpen) {
            return Reason.CIRCUIT_OPEN;
        }
        if (what instanceof StandingState.Refused) {
            return Reason.REFUSED_BEFORE;
        }
        if (what instanceof StandingState.GivenUp) {
            return Reason.GIVEN_UP;
        }
        return what instanceof StandingState.Closing || what instanceof StandingState.Closed
                ? Reason.POOL_CLOSED
                : Reason.ACQUIRE_TIMEOUT;
    }

    private static @Nullable String advice(Reason reason) {
        return switch (reason) {
            case REFUSED_BEFORE, GIVEN_UP -> "mend what the last failure says; retry() then tries at once";
            case CIRCUIT_OPEN -> "look after the device and the way to it; retry() tries at once";
            case ACQUIRE_TIMEOUT -> "look at the last failure, or wait longer";
            default -> null;
        };
    }

    /** {@code attempt 7 is due in 4.2 s; the last failure, 1.1 s ago: connect to pe1 failed in CONNECT …}. */
    String state() {
        Failure failure = last;
        String since = failure == null
                ? ""
                : "; the last failure, " + ago(failure.at()) + ": "
                        + failure.why().getMessage();
        return plain() + since;
    }

    private String plain() {
        if (what instanceof StandingState.Queued queued) {
            return "attempt " + queued.attempt() + " has waited for its turn for " + passed(queued.since());
        }
        if (what instanceof StandingState.Opening opening) {
            return "attempt " + opening.attempt() + " began " + ago(opening.since());
        }
        if (what instanceof StandingState.Up) {
            return "the session is just ending";
        }
        if (what instanceof StandingState.Waiting waiting) {
            return "attempt " + waiting.attempt() + " is due " + in(waiting.until());
        }
        if (what instanceof StandingState.CircuitOpen open) {
            return "the device has not answered so often in a row that it is left alone, attempt " + open.attempt()
                    + " is due " + in(open.until());
        }
        if (what instanceof StandingState.Refused refused) {
            return "it was refused, and attempt " + refused.attempt() + " is due " + in(refused.until())
                    + ", unless something is mended before";
        }
        if (what instanceof StandingState.GivenUp up) {
            return "it was given up " + ago(up.since());
        }
        return "the standing session is closed";
    }

    private String passed(Instant since) {
        Duration time = Duration.between(since, now);
        return Durations.text(time.isNegative() ? Duration.ZERO : time);
    }

    private String ago(Instant since) {
        return passed(since) + " ago";
    }

    private String in(Instant until) {
        Duration left = Duration.between(now, until);
        return left.isNegative() ? "now" : "in " + Durations.text(left) + " (" + until + ")";
    }
}
