package dev.parley.pool;

import dev.parley.device.Device;
import dev.parley.error.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pool was doing at one moment, and what it has done until then.
 *
 * @param total of all devices together, those included of which it has no session any more
 * @param devices device by device, of those that somebody waits for or that it has sessions with
 */
public record PoolState(Tally total, List<OfDevice> devices) {
    public PoolState {
        devices = List.copyOf(devices);
    }

    /**
     * Numbers of sessions and of those who want one.
     *
     * @param waiting who wait for a session
     * @param opening sessions that are about to be, or wait for room to be opened
     * @param inUse sessions that somebody holds
     * @param settling sessions that were returned, and are tried or cleaned
     * @param idle sessions that wait for somebody
     * @param closing sessions that are about to end
     * @param created sessions that were opened so far
     * @param failed attempts to open one that failed so far
     * @param notLent how often nothing was lent to somebody so far, failed attempts aside
     * @param retired sessions that left so far, by the reason; reasons without any are not in it
     */
    public record Tally(
            int waiting,
            int opening,
            int inUse,
            int settling,
            int idle,
            int closing,
            long created,
            long failed,
            long notLent,
            Map<Retirement, Long> retired) {
        public Tally {
            retired = Map.copyOf(retired);
        }

        /** Sessions that there are, whatever they are doing. */
        public int sessions() {
            return inUse + settling + idle + closing;
        }
    }

    /**
     * The same of one device.
     *
     * @param device which
     * @param tally the numbers
     * @param holders who has sessions, the longest first
     * @param lastFailure why the last attempt that ended failed, or null if that one opened a session; attempts that nobody
     *     waited for any more do not count
     */
    public record OfDevice(
            Device device,
            Tally tally,
            List<Holder> holders,
            @Nullable Throwable lastFailure) {
        public OfDevice {
            holders = List.copyOf(holders);
        }
    }

    /**
     * Who has a session.
     *
     * @param name the name of the thread that asked for it, or what {@link PooledSession#named} says
     * @param sessionId the session's number on the device
     * @param since for how long already
     * @param waitsFor which requests are under way on it, the oldest first
     */
    public record Holder(String name, long sessionId, Duration since, List<UnderWay> waitsFor) {
        public Holder {
            waitsFor = List.copyOf(waitsFor);
        }

        /** {@code backup has had session 12 for 4.2 s and waits for edit-config, sent 4.1 s ago}. */
        @Override
        public String toString() {
            String has = name + " has had session " + sessionId + " for " + Durations.text(since);
            if (waitsFor.isEmpty()) {
                return has + " and asks nothing";
            }
            UnderWay oldest = waitsFor.get(0);
            String more = waitsFor.size() > 1 ? " and " + (waitsFor.size() - 1) + " more" : "";
            return has + " and waits for " + oldest.operation() + ", sent " + Durations.text(oldest.since()) + " ago"
                    + more;
        }
    }

    /**
     * A request without an answer.
     *
     * @param operation the operation's name
     * @param since for how long already
     */
    public record UnderWay(String operation, Duration since) {}
}
