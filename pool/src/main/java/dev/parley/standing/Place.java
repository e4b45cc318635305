package dev.parley.standing;

import dev.parley.device.Device;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a device is, whatever it is called and whoever comes: whether it answers is known of all of them together; who was refused
 * is known of each by itself. Under the lock.
 */
final class Place {
    private final String name;
    private final Circuit circuit;
    private final List<Keeper> keepers = new ArrayList<>(1);
    private final Deque<Keeper> queue = new ArrayDeque<>(1);
    private Map<Device, Refusal> refusals = Map.of();
    private Gate.Standing standing = Gate.Standing.AWAY;
    private long touchedAt;

    /**
     * What is known of an attempt that was refused.
     *
     * @param until when the next one may be made, by the nanosecond clock
     * @param pause the time from the refusal to then
     * @param logins how many logins were refused since one was let in, or somebody asked for another
     * @param tried what they were tried with
     * @param last whether that was the last attempt
     * @param failure why
     * @param reading what the attempt had read; null if nobody knows
     */
    record Refusal(
            long until,
            Duration pause,
            int logins,
            Set<?> tried,
            boolean last,
            Throwable failure,
            @Nullable Reading reading) {
        /**
         * Whether there is something else to read now, so that another attempt may end otherwise. After a refused login it must be
         * something to log in with that was not tried: the same again, because something else has changed, locks the user out.
         */
        boolean isOvertakenBy(Reading now) {
            if (reading == null || Outcome.of(failure) == Outcome.HOPELESS) {
                return false;
            }
            return !reading.all().equals(now.all()) && (logins == 0 || !tried.containsAll(now.logins()));
        }

        /** The same without a time to wait; what is known of logins stays known. */
        Refusal overtaken(long now) {
            return new Refusal(now, Duration.ZERO, logins, tried, false, failure, reading);
        }
    }

    Place(String name, Circuit circuit) {
        this.name = name;
        this.circuit = circuit;
    }

    static String nameOf(Device device) {
        return device.access().scheme() + "://" + device.access().address();
    }

    String name() {
        return name;
    }

    Circuit circuit() {
        return circuit;
    }

    /** Those who keep sessions with it. */
    List<Keeper> keepers() {
        return keepers;
    }

    /** Those who want to make an attempt, in the order of coming. */
    Deque<Keeper> queue() {
        return queue;
    }

    Gate.Standing standing() {
        return standing;
    }

    void standing(Gate.Standing now) {
        standing = now;
    }

    /** Whether it has not answered lately. */
    boolean isDoubtful() {
        return circuit.failures() > 0;
    }

    @Nullable
    Refusal refusalOf(Device device) {
        return refusals.get(device);
    }

    /** All that is known of refused attempts. */
    Map<Device, Refusal> refusals() {
        return refusals;
    }

    void refused(Device device, Refusal refusal) {
        if (refusals.isEmpty()) {
            refusals = new HashMap<>(2);
        }
        refusals.put(device, refusal);
    }

    /** A session came up, or something was mended. */
    void forgive(Device device) {
        if (!refusals.isEmpty()) {
            refusals.remove(device);
        }
    }

    /** Somebody has to do with it, or has heard from it. */
    void touch(long now) {
        touchedAt = now;
    }

    /** Whether there is nothing to remember of it, or nobody has had to do with it for a day. */
    boolean isForgettable(long now) {
        boolean clean = circuit.isClosed() && circuit.failures() == 0 && refusals.isEmpty();
        return keepers.isEmpty()
                && standing == Gate.Standing.AWAY
                && (clean || now - touchedAt > Duration.ofDays(1).toNanos());
    }
}
