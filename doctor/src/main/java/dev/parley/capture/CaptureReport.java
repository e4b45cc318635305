package dev.parley.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a capture or a recording holds by now.
 *
 * @param connections how many connections
 * @param bytes how many bytes of them, in both directions
 * @param lostBytes how many bytes passed that it does not hold, because the disk was too slow or the file full
 * @param stopped why it holds nothing of what passes from now on, if that is so
 * @param warnings what whoever has it should know
 */
public record CaptureReport(
        long connections, long bytes, long lostBytes, Optional<String> stopped, List<String> warnings) {
    /** Copies the list. */
    public CaptureReport {
        warnings = List.copyOf(warnings);
    }

    /** Whether everything is there that passed. */
    public boolean isWhole() {
        return lostBytes == 0 && stopped.isEmpty();
    }

    /** In one line. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        words.add(connections + (connections == 1 ? " connection, " : " connections, ") + bytes + " bytes");
        if (lostBytes > 0) {
            words.add(lostBytes + " bytes are missing");
        }
        stopped.ifPresent(words::add);
        return String.join("; ", words);
    }
}
