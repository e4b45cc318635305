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
 * @param files what they held when an attempt began
 * @param executor where attempts begin; must take every task
 */
record ClientOpener(NetconfClient client, Identities identities, KnownFiles files, Executor executor)
        implements Desk.Opener {
    @Override
    public CompletableFuture<Live> open(Device device) {
        Relay<Live> attempt = new Relay<>();
        executor.execute(() -> begin(device, attempt));
        return attempt;
    }

    private void begin(Device device, Relay<Live> attempt) {
        if (attempt.isDone()) {
            return;
        }
        CompletableFuture<Session> opening;
        try {
            files.note(device.access());
            opening = client.openAsync(identities.usable(device));
        } catch (RuntimeException e) {
            attempt.fail(e);
            return;
        }
        attempt.over(opening).whenComplete((session, failure) -> {
            if (failure != null) {
                attempt.fail(failure);
            } else if (!attempt.complete(new Live.Opened(session))) {
                session.closeAsync();
            }
        });
    }
}
