package dev.parley.standing;

import dev.parley.error.InputException;
import dev.parley.error.OpenException;
import java.util.concurrent.CancellationException;

/** What an attempt that failed says of the next one. */
enum Outcome {
    /** The device, or the way to it, does not do: later it may. */
    NO_ANSWER,
    /** The device, or our own check of it, says no, and will until somebody mends something. */
    REFUSED,
    /** The device does not let the user in; whoever asks too often is locked out. */
    LOGIN_REFUSED,
    /** A file or a setting of ours cannot be used: nothing was asked of the device. */
    NOT_ASKED,
    /** No attempt is of any use. */
    HOPELESS,
    /** It was given up, and says nothing. */
    GIVEN_UP;

    static Outcome of(Throwable failure) {
        if (failure instanceof OpenException open) {
            return switch (open.reason()) {
                case AUTHENTICATION_REFUSED -> LOGIN_REFUSED;
                case CLIENT_CLOSED -> HOPELESS;
                case CANCELLED -> GIVEN_UP;
                default -> open.reason().isRetryable() ? NO_ANSWER : REFUSED;
            };
        }
        if (failure instanceof InputException input) {
            return input.reason() == InputException.Reason.BAD_ADDRESS ? HOPELESS : NOT_ASKED;
        }
        return failure instanceof CancellationException ? GIVEN_UP : NO_ANSWER;
    }
}
