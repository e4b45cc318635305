package dev.parley.event;

import dev.parley.error.Phase;
import java.time.Duration;
import java.util.List;

/**
 * How long each phase of opening a session took. Immutable.
 *
 * @param entries the phases in order
 * @param total from the beginning of the attempt to the open session
 */
public record Timeline(List<Entry> entries, Duration total) {
    /**
     * One phase.
     *
     * @param phase which
     * @param began when, counted from the beginning of the attempt
     * @param took how long
     * @param detail what came of it
     */
    public record Entry(Phase phase, Duration began, Duration took, String detail) {}

    /** Copies the list. */
    public Timeline {
        entries = List.copyOf(entries);
    }
}
