package dev.parley.fleet;

import dev.parley.error.Fate;
import dev.parley.fleet.Outcome.State;
import dev.parley.fleet.Plan.Again;
import dev.parley.inventory.Member;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a journal leaves to do of a job; everything, if there is none.
 *
 * @param job the job
 * @param plan which says what is done again
 * @param journal the journal, or null
 */
record Remainder(Job<?> job, Plan plan, @Nullable Journal journal) {
    /** All that can be said of a change whose end is not in the journal. */
    private static final Trouble ENDED_BEFORE = Trouble.of(
            "interrupted", "the change had begun, and the journal does not say how that ended", Fate.UNKNOWN);

    private Progress past(Member member) {
        return journal == null ? Progress.NONE : journal.past(member.name());
    }

    /** How many steps are done on a device. */
    int done(Member member) {
        return past(member).done();
    }

    /** How it stands with a device on which nothing is left to do; null if something is. */
    @Nullable
    Outcome settled(Member member) {
        Progress past = past(member);
        int steps = job.steps().size();
        if (past.done() >= steps) {
            return new Outcome(member, State.DONE, steps, null, null, true, List.of(), Duration.ZERO);
        }
        boolean again = switch (past.state()) {
            case OPEN -> true;
            case REFUSED -> plan.again().contains(Again.REFUSED);
            case UNKNOWN -> plan.again().contains(Again.UNKNOWN);
        };
        return again
                ? null
                : undone(
                        member,
                        past.state() == Progress.State.REFUSED ? State.FAILED : State.UNKNOWN,
                        past.trouble() == null ? ENDED_BEFORE : past.trouble(),
                        true);
    }

    /** How it stands with a device on which this run did nothing. */
    Outcome notBegun(Member member) {
        return undone(member, State.NOT_BEGUN, null, false);
    }

    private Outcome undone(Member member, State state, @Nullable Trouble trouble, boolean before) {
        int done = done(member);
        return new Outcome(
                member, state, done, job.steps().get(done).name(), trouble, before, List.of(), Duration.ZERO);
    }
}
