package dev.parley.fleet;

import dev.parley.session.Session;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A step over a session.
 *
 * @param name what it is called
 * @param changes whether it may change something
 * @param work what it does
 */
record SessionStep(String name, boolean changes, Function<Session, CompletableFuture<Answer>> work)
        implements Step<SessionVisit> {
    @Override
    public CompletableFuture<?> prepare(SessionVisit visit) {
        return visit.open();
    }

    @Override
    public CompletableFuture<Answer> carryOut(SessionVisit visit) {
        return work.apply(visit.session());
    }
}
