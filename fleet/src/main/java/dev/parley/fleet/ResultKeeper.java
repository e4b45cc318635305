package dev.parley.fleet;

import dev.parley.inventory.Member;
import java.io.IOException;

/**
 * Keeps what came of a step before the step is called done. It is called by several threads at once, for different devices.
 */
@FunctionalInterface
public interface ResultKeeper {
    /** Keeps nothing. */
    ResultKeeper NONE = (member, step, answer) -> {};

    /**
     * Keeps an answer, of a step that is done or not.
     *
     * @param step which step, from 0
     * @throws IOException if that cannot be done; the run then ends in order, and a step that only reads is not called done
     */
    void keep(Member member, int step, Answer answer) throws IOException;
}
