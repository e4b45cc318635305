package dev.parley.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How it stands with the devices of a journal.
 *
 * @param done those with which everything is done
 * @param refused those that refused a change
 * @param unknown those of which nobody knows whether a change was made
 * @param open those that a run which goes on would work on
 */
public record Standing(List<String> done, List<String> refused, List<String> unknown, List<String> open) {
    /** Copies the lists. */
    public Standing {
        done = List.copyOf(done);
        refused = List.copyOf(refused);
        unknown = List.copyOf(unknown);
        open = List.copyOf(open);
    }

    static Standing of(JournalHead head, Map<String, Progress> past) {
        List<String> done = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (String device : head.devices().keySet()) {
            Progress progress = past.getOrDefault(device, Progress.NONE);
            if (progress.done() >= head.steps().size()) {
                done.add(device);
            } else {
                switch (progress.state()) {
                    case OPEN -> open.add(device);
                    case REFUSED -> refused.add(device);
                    case UNKNOWN -> unknown.add(device);
                }
            }
        }
        return new Standing(done, refused, unknown, open);
    }
}
