package dev.parley.cli.command;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.session.Session;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A device on which errands are carried out, over one session as long as that lasts. */
final class ErrandVisit {
    private final NetconfClient client;
    private final Device device;
    private final Executor workers;
    private @Nullable CompletableFuture<Session> opening;
    private @Nullable Session session;
    private @Nullable Thread worker;
    private boolean givenUp;

    ErrandVisit(NetconfClient client, Device device, Executor workers) {
        this.client = client;
        this.device = device;
        this.workers = workers;
    }

    Device device() {
        return device;
    }

    /** Has a session there, another one if the last has ended. */
    synchronized CompletableFuture<?> open() {
        if (givenUp) {
            return CompletableFuture.failedFuture(new CancellationException());
        }
        if (session != null && session.isOpen()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Session> attempt = client.openAsync(device);
        opening = attempt;
        return attempt.thenAccept(this::opened);
    }

    private synchronized void opened(Session open) {
        session = open;
        if (givenUp) {
            var unused = open.closeAsync();
        }
    }

    synchronized Session session() {
        return Objects.requireNonNull(session, "a step that works on a session opens one before");
    }

    /** Does something that blocks, on a thread for that, which is interrupted if nobody can wait any longer. */
    <T> CompletableFuture<T> work(Supplier<T> what) {
        return CompletableFuture.supplyAsync(
                () -> {
                    begin();
                    try {
                        return what.get();
                    } finally {
                        end();
                    }
                },
                workers);
    }

    private synchronized void begin() {
        if (givenUp) {
            throw new CancellationException();
        }
        worker = Thread.currentThread();
    }

    private synchronized void end() {
        worker = null;
        // what comes next on this thread is somebody else's
        var unused = Thread.interrupted();
    }

    synchronized CompletableFuture<?> close() {
        return session == null ? CompletableFuture.completedFuture(null) : session.closeAsync();
    }

    synchronized void giveUp() {
        givenUp = true;
        if (opening != null) {
            opening.cancel(true);
        }
        if (worker != null) {
            worker.interrupt();
        }
        if (worker == null && session != null) {
            var unused = session.closeAsync();
        }
    }
}
