package dev.parley.standing;

import dev.parley.device.Device;
import dev.parley.error.AcquireException;
import dev.parley.error.Durations;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Lets others than keepers make attempts, as far as the device's circuit and its refusals allow, and learns from what comes of them. */
final class Guard {
    private final Desk desk;

    Guard(Desk desk) {
        this.desk = desk;
    }

    /** Begins an attempt, or says at once why not. */
    CompletableFuture<Session> open(Device device) {
        Relay<Session> result = new Relay<>();
        desk.change(later -> {
            Place place = desk.placeOf(device);
            AcquireException no = refusal(place, device, result);
            if (no != null) {
                result.fail(no);
            } else {
                later.add(() -> begin(device, result));
            }
        });
        return result;
    }

    private void begin(Device device, Relay<Session> result) {
        CompletableFuture<Live> attempt = desk.open(device);
        result.over(attempt).whenComplete((live, failure) -> {
            if (failure != null) {
                failed(device, failure, result);
                result.fail(failure);
            } else {
                desk.change(later -> {
                    Place place = desk.placeOf(device);
                    desk.letIn(place, device, later);
                    desk.answered(place, later);
                });
                if (!result.complete(live.session())) {
                    live.close();
                }
            }
        });
    }

    private void failed(Device device, Throwable wrapped, Object attempt) {
        Throwable failure = Relay.known(wrapped);
        desk.change(later -> {
            Place place = desk.placeOf(device);
            Outcome outcome = Outcome.of(failure);
            switch (outcome) {
                case NO_ANSWER -> desk.notAnswered(place, failure, attempt);
                case REFUSED, LOGIN_REFUSED -> {
                    desk.answered(place, later);
                    desk.refused(place, device, outcome, failure, FailedAttempt.readingOf(wrapped));
                }
                case GIVEN_UP, NOT_ASKED, HOPELESS -> place.circuit().abandoned(attempt);
            }
        });
    }

    private @Nullable AcquireException refusal(Place place, Device device, Object attempt) {
        long now = desk.clock().nanos();
        Place.Refusal refusal = place.refusalOf(device);
        if (refusal != null && (refusal.last() || now - refusal.until() < 0)) {
            return new AcquireException(
                    AcquireException.Reason.REFUSED_BEFORE,
                    "no session with " + device.label() + ": the last attempt was refused, and none is made "
                            + (refusal.last()
                                    ? "any more, because " + refusal.logins() + " logins were refused in a row"
                                    : "for another " + Durations.text(Duration.ofNanos(refusal.until() - now)))
                            + "; it failed so: " + refusal.failure().getMessage(),
                    "mend what that says; retry(device) of the standing sessions lets it be tried at once",
                    refusal.failure());
        }
        Circuit circuit = place.circuit();
        Circuit.Answer answer = circuit.ask(now, attempt);
        if (answer == Circuit.Answer.YES) {
            return null;
        }
        Throwable last = circuit.lastFailure();
        return new AcquireException(
                AcquireException.Reason.CIRCUIT_OPEN,
                "no session with " + device.label() + ": it has failed " + circuit.failures()
                        + " times in a row and is left alone "
                        + (answer == Circuit.Answer.LATER
                                ? "for another " + Durations.text(Duration.ofNanos(circuit.until() - now))
                                : "until somebody else who tries just now has an answer")
                        + (last == null ? "" : "; the last failure: " + last.getMessage()),
                "look after the device and the way to it",
                last);
    }
}
