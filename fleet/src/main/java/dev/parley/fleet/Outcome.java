package dev.parley.fleet;

import dev.parley.inventory.Member;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with a device at the end of a run.
 *
 * @param member the device
 * @param state how it stands
 * @param steps how many steps are done
 * @param step the step that is not done, or null if all are
 * @param trouble why it is not done, or null
 * @param before whether that was known before this run
 * @param answers what came of the steps that this run did, as a listener and nobody else gets it: that of a whole fleet would fill the
 *     memory
 * @param took how long this run worked on it
 */
public record Outcome(
        Member member,
        State state,
        int steps,
        @Nullable String step,
        @Nullable Trouble trouble,
        boolean before,
        List<Answer> answers,
        Duration took) {
    /** Copies the list. */
    public Outcome {
        answers = List.copyOf(answers);
    }

    /** The same without what came of the steps. */
    Outcome withoutAnswers() {
        return new Outcome(member, state, steps, step, trouble, before, List.of(), took);
    }

    /** How it stands with a device. */
    public enum State {
        /** Everything is done. */
        DONE,
        /** Something was not done. */
        FAILED,
        /** A change had begun, and nobody knows whether it was made. */
        UNKNOWN,
        /** The run ended before it was the device's turn, or between two steps. */
        NOT_BEGUN
    }
}
