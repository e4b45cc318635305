package dev.parley.fleet;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * @param outcomes how it stands with each device, in the order of the devices; without answers, which a listener is given
 * @param stop why the run ended early, or null if it did not
 * @param took how long it took
 */
public record FleetSummary(List<Outcome> outcomes, FleetListener.@Nullable Stop stop, Duration took) {
    /** Copies the list. */
    public FleetSummary {
        outcomes = List.copyOf(outcomes);
    }

    /** How many devices stand so. */
    public int count(Outcome.State state) {
        return (int)
                outcomes.stream().filter(outcome -> outcome.state() == state).count();
    }

    /** Whether everything is done. */
    public boolean isDone() {
        return count(Outcome.State.DONE) == outcomes.size();
    }
}
