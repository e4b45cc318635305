package dev.parley.pool;

import dev.parley.operation.Operation;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What came of taking back what a holder had left on a session.
 *
 * @param requests the names of the operations that were sent for it
 * @param took how long that took
 * @param failure why the session has to go, or null if all of it succeeded
 */
record Cleaning(List<String> requests, Duration took, Ledger.@Nullable Verdict failure) {
    /**
     * Sends the operations, one behind the other, and waits for the answers to all of them. The future never fails.
     *
     * @param limit for all of them together
     */
    static CompletableFuture<Cleaning> of(Session session, List<Operation<?>> steps, Duration limit) {
        if (steps.isEmpty()) {
            return CompletableFuture.completedFuture(new Cleaning(List.of(), Duration.ZERO, null));
        }
        long begun = System.nanoTime();
        List<? extends CompletableFuture<?>> answers = steps.stream()
                .map(step -> session.sendAsync(step.within(limit).force()))
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .handle((all, failure) -> new Cleaning(
                        steps.stream().map(Operation::name).toList(),
                        Duration.ofNanos(System.nanoTime() - begun),
                        firstFailure(answers)));
    }

    private static Ledger.@Nullable Verdict firstFailure(List<? extends CompletableFuture<?>> answers) {
        for (CompletableFuture<?> answer : answers) {
            Throwable failure = answer.handle((value, why) -> why).join();
            if (failure != null) {
                return new Ledger.Verdict(
                        Ledger.whyItGoes(failure, Retirement.NOT_CLEANED), String.valueOf(failure.getMessage()));
            }
        }
        return null;
    }
}
