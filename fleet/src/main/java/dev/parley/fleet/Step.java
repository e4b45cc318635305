package dev.parley.fleet;

import java.util.concurrent.CompletableFuture;

/**
 * Something that is done on each device.
 *
 * @param <V> what a job holds of a device while it works on it
 */
public interface Step<V> {
    /** What it is called. */
    String name();

    /**
     * Whether it may change something on the device. Then that it begins is on the disk before it does, and it is never repeated by
     * itself once it has begun, unless it is known that nothing was sent. What only reads is repeated whenever it did not
     * succeed.
     */
    boolean changes();

    /** Has there what the step needs, such as a session. Nothing of the step itself may have happened when this fails. */
    default CompletableFuture<?> prepare(V visit) {
        return CompletableFuture.completedFuture(null);
    }

    /** Does it. It must not block; an exception is as good as an answer with trouble. */
    CompletableFuture<Answer> carryOut(V visit);
}
