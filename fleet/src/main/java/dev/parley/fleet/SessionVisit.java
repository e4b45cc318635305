package dev.parley.fleet;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.session.Session;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A device that is worked on: its session, from the first step that needs one to the last. */
public final class SessionVisit {
    private final NetconfClient client;
    private final Device device;
    private @Nullable CompletableFuture<Session> opening;
    private @Nullable Session session;
    private boolean givenUp;

    SessionVisit(NetconfClient client, Device device) {
        this.client = client;
        this.device = device;
    }

    /** Has a session there, another one if the last has ended. */
    synchronized CompletableFuture<Session> open() {
        if (givenUp) {
            return CompletableFuture.failedFuture(new CancellationException());
        }
        Session known = session;
        if (known != null && known.isOpen()) {
            return CompletableFuture.completedFuture(known);
        }
        CompletableFuture<Session> attempt = client.openAsync(device);
        opening = attempt;
        return attempt.thenApply(this::opened);
    }

    private synchronized Session opened(Session open) {
        session = open;
        if (givenUp) {
            var unused = open.closeAsync();
        }
        return open;
    }

    /**
     * The session.
     *
     * @throws IllegalStateException if no step has prepared one
     */
    synchronized Session session() {
        Session known = session;
        if (known == null) {
            throw new IllegalStateException("there is no session yet");
        }
        return known;
    }

    synchronized CompletableFuture<?> close() {
        Session known = session;
        return known == null ? CompletableFuture.completedFuture(null) : known.closeAsync();
    }

    synchronized void giveUp() {
        givenUp = true;
        CompletableFuture<Session> under = opening;
        if (under != null) {
            under.cancel(true);
        }
        if (session != null) {
            var unused = session.closeAsync();
        }
    }
}
