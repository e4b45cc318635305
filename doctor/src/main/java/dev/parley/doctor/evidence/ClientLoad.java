package dev.parley.doctor.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How this machine and this process fared during an attempt. A client that gets no processor sees a slow device, so whoever
 * judges the device looks at this first. A value that the platform does not tell is negative.
 *
 * @param lasted how long was measured
 * @param processCpu the share of all processors that this process used, from 0 to 1
 * @param machineCpu the share of all processors that was in use at the end, from 0 to 1
 * @param collecting how long garbage was collected
 * @param worstDelay by how much a task that is due every few milliseconds was late, at worst
 * @param loopBusy how long the threads that carry sessions computed, as far as the system tells
 * @param loopWaiting how long they had something to do and no processor, as far as the system tells
 * @param openFiles file descriptors in use
 * @param mostFiles how many there may be
 */
public record ClientLoad(
        Duration lasted,
        double processCpu,
        double machineCpu,
        Duration collecting,
        Duration worstDelay,
        Duration loopBusy,
        Duration loopWaiting,
        long openFiles,
        long mostFiles) {
    /** Nothing is known, and nothing stood in the way. */
    public static final ClientLoad UNKNOWN =
            new ClientLoad(Duration.ZERO, -1, -1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, -1, -1);

    private static final Duration NOTICEABLE = Duration.ofMillis(100);
    private static final double MUCH = 0.2;
    private static final double ALMOST_ALL = 0.95;

    /**
     * What kept the client from doing its work, in words, or empty if it had all it needed: a fifth of the time and more than
     * 100 ms without a processor, or in garbage collection.
     */
    public Optional<String> starvation() {
        List<String> reasons = new ArrayList<>();
        if (isMuch(worstDelay)) {
            reasons.add("a task of the client ran " + millis(worstDelay) + " late, in an attempt of " + millis(lasted)
                    + (machineCpu >= 0 ? percent(", with the processors at ", machineCpu) : ""));
        }
        if (isMuch(loopWaiting)) {
            reasons.add("the thread that carries the session waited for a processor for " + millis(loopWaiting) + " of "
                    + millis(lasted));
        }
        if (isMuch(loopBusy.dividedBy(2))) {
            reasons.add("the thread that carries the session computed for " + millis(loopBusy) + " of " + millis(lasted)
                    + ", so that the device had to wait for it");
        }
        if (isMuch(collecting)) {
            reasons.add("the client collected garbage for " + millis(collecting) + " of " + millis(lasted));
        }
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }

    /** Whether hardly any file descriptor is left. */
    public boolean isOutOfFiles() {
        return openFiles >= 0 && mostFiles > 0 && openFiles >= mostFiles * ALMOST_ALL;
    }

    private boolean isMuch(Duration time) {
        return time.compareTo(NOTICEABLE) > 0 && time.toNanos() > lasted.toNanos() * MUCH;
    }

    private static String percent(String words, double share) {
        return String.format(Locale.ROOT, "%s%.0f %%", words, share * 100);
    }

    private static String millis(Duration time) {
        return time.toMillis() + " ms";
    }
}
