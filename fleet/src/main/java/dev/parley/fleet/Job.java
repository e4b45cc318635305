package dev.parley.fleet;

import dev.parley.inventory.Member;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What is done on each device of a fleet: steps, one after the other.
 *
 * @param <V> what it holds of a device while it works on it
 */
public interface Job<V> {
    /** What it is called, as somebody would recognise it: {@code edit-config change.xml}. */
    String title();

    /** What tells it from another job of that name: a digest of all that decides what it does. */
    default String digest() {
        return "";
    }

    /** The steps, at least one. */
    List<Step<V>> steps();

    /** Which device a name stands for, such as its address: a journal is for these devices and no others. */
    String subject(Member member);

    /**
     * Begins with a device, without waiting for anything.
     *
     * @throws RuntimeException if what is said about the device cannot be used
     */
    V visit(Member member);

    /** Is done with a device. */
    default CompletableFuture<?> leave(V visit) {
        return CompletableFuture.completedFuture(null);
    }

    /** Nobody can wait any longer: what is under way is to end now, and to say how. */
    default void giveUp(V visit) {}
}
