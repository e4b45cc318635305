package dev.parley.standing;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.session.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Opens sessions of a client. Each attempt begins on the executor, because looking at files may block.
 *
 * @param client whose
 * @param identities what is used if files are broken
 * @param executor where attempts begin; must take every task
 */
record ClientOpener(NetconfClient client, Identities identities, Executor executor) implements Desk.Opener {
    @Override
    public CompletableFuture<Live> open(Device device) {
        Relay<Live> attempt = new Relay<>();
        executor.execute(() -> {
            try {
                begin(device, attempt);
            } catch (RuntimeException | Error e) {
                attempt.fail(e);
            }
        });
        return attempt;
    }

    private void begin(Device device, Relay<Live> attempt) {
        if (attempt.isDone()) {
            return;
        }
        // before the attempt reads them: what is there later is compared with what it may have read
        Reading reading = new Readings(identities).of(device);
        CompletableFuture<Session> opening;
        try {
            opening = client.openAsync(identities.usable(device));
        } catch (RuntimeException e) {
            attempt.completeExceptionally(new FailedAttempt(e, reading));
            return;
        }
        attempt.over(opening).whenComplete((session, failure) -> {
            if (failure != null) {
                attempt.completeExceptionally(new FailedAttempt(failure, reading));
            } else if (!attempt.complete(new Live.Opened(session))) {
                session.closeAsync();
            }
        });
    }
}
