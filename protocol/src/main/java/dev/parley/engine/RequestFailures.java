package dev.parley.engine;

import dev.parley.error.Durations;
import dev.parley.error.NetconfException;
import dev.parley.error.RequestException;
import dev.parley.error.RequestException.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says why requests have no reply: what was asked of whom, for how long, how far it came, and what to do about it.
 *
 * @param peer the device's name
 */
record RequestFailures(String peer) {
    /** The session ended first. */
    RequestException ended(Call call, String how, @Nullable NetconfException failure, long now) {
        return new RequestException(
                failure == null ? Reason.SESSION_CLOSED : Reason.SESSION_LOST,
                call.fate(),
                (call.isSent() ? unanswered(call, now) : describe(call) + " was not sent: ") + how,
                call.isSent() ? "it may have been applied: look at the device before repeating it" : null,
                failure);
    }

    /** The deadline passed. */
    RequestException late(Call call, String progress, long now) {
        return new RequestException(
                Reason.DEADLINE,
                call.fate(),
                (call.isSent()
                                ? unanswered(call, now)
                                : describe(call) + " was not sent within " + since(call, now) + ": ")
                        + progress,
                call.isSent()
                        ? "the device may still apply it: look before repeating it"
                        : "the device is slow to answer those before it, or the deadline is short",
                null);
    }

    /** The caller gave it up. */
    RequestException cancelled(Call call, long now) {
        return new RequestException(
                Reason.CANCELLED,
                call.fate(),
                describe(call) + " was cancelled by the caller after " + since(call, now),
                call.isSent() ? "the device may still apply it: look before repeating it" : null,
                null);
    }

    /** Too many wait. */
    RequestException queueFull(Call call, int unanswered, int waiting) {
        return new RequestException(
                Reason.QUEUE_FULL,
                call.fate(),
                describe(call) + " was not sent: " + unanswered + " requests are unanswered and " + waiting + " wait",
                "wait for replies before sending more, or open further sessions",
                null);
    }

    private String unanswered(Call call, long now) {
        return describe(call) + " has no reply after " + since(call, now) + ": ";
    }

    private String describe(Call call) {
        return call.name() + " on " + peer;
    }

    private static String since(Call call, long now) {
        return Durations.text(Duration.ofNanos(now - call.startedAt()));
    }
}
