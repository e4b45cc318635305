package dev.parley.engine;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one session: those that wait for their turn, those that are with the device, and those that were given
 * up but may still be answered.
 */
final class Calls {
    private static final int REMEMBERED = 256;

    private final int maxInFlight;
    private final int maxQueued;
    /** Waiting to be sent, in order. */
    private final ArrayDeque<Call> queued = new ArrayDeque<>(0);
    /** Sent and unanswered, in order; replies come in this order too, so the first is nearly always the one. */
    private final ArrayDeque<Call> pending = new ArrayDeque<>(4);
    /** Given up after they were sent; the newest, as the device may answer them late. */
    private final ArrayDeque<Call> abandoned = new ArrayDeque<>(0);

    Calls(int maxInFlight, int maxQueued) {
        this.maxInFlight = maxInFlight;
        this.maxQueued = maxQueued;
    }

    /** Whether a new request can go to the device at once, before none that waits. */
    boolean mayTransmit() {
        return queued.isEmpty() && pending.size() < maxInFlight;
    }

    /** Makes a request wait; false if too many wait already, where those that could be in flight do not count. */
    boolean enqueue(Call call) {
        return queued.size() + pending.size() < (long) maxQueued + maxInFlight && queued.add(call);
    }

    /** How many wait. */
    int waiting() {
        return queued.size();
    }

    /** Takes the request whose turn it is, or null. */
    @Nullable
    Call takeQueued() {
        return pending.size() < maxInFlight ? queued.poll() : null;
    }

    void transmitted(Call call) {
        pending.add(call);
    }

    /** The unanswered request with this message-id, or null. */
    @Nullable
    Call pending(String id) {
        return find(pending, id);
    }

    /** Takes the request that was given up and has this message-id, or null. */
    @Nullable
    Call takeAbandoned(String id) {
        Call call = find(abandoned, id);
        if (call != null) {
            abandoned.remove(call);
        }
        return call;
    }

    private static @Nullable Call find(ArrayDeque<Call> calls, String id) {
        for (Call call : calls) {
            if (call.hasId(id)) {
                return call;
            }
        }
        return null;
    }

    /** The request that was sent first of the unanswered ones, or null. */
    @Nullable
    Call oldest() {
        return pending.peek();
    }

    /** The one request that a reply without message-id can only belong to, or null. */
    @Nullable
    Call onlyUnanswered() {
        return pending.size() == 1 && abandoned.isEmpty() ? pending.peek() : null;
    }

    /** How many the device may still answer. */
    int unanswered() {
        return pending.size() + abandoned.size();
    }

    boolean onlyCloseIsUnanswered() {
        Call oldest = pending.peek();
        return oldest == null || (pending.size() == 1 && oldest.closesSession());
    }

    /** Whether a request has not ended yet. */
    boolean holds(Call call) {
        return pending.contains(call) || queued.contains(call);
    }

    void remove(Call call) {
        pending.remove(call);
    }

    /** Gives a request up; if the device has it, its reply may still come. */
    void abandon(Call call) {
        if (!queued.remove(call) && pending.remove(call)) {
            if (abandoned.size() == REMEMBERED) {
                abandoned.removeFirst();
            }
            abandoned.add(call);
        }
    }

    /** A request whose deadline has passed, or null. */
    @Nullable
    Call expired(long now) {
        Call waiting = expired(queued, now);
        return waiting != null ? waiting : expired(pending, now);
    }

    private static @Nullable Call expired(ArrayDeque<Call> calls, long now) {
        for (Call call : calls) {
            if (call.isLate(now)) {
                return call;
            }
        }
        return null;
    }

    /** The earliest deadline of all, or {@link ClientEngine#NEVER}. */
    long nextDeadline() {
        return earliest(queued, earliest(pending, ClientEngine.NEVER));
    }

    private static long earliest(ArrayDeque<Call> calls, long than) {
        long earliest = than;
        for (Call call : calls) {
            if (earliest == ClientEngine.NEVER
                    || (call.deadline() != ClientEngine.NEVER && call.deadline() - earliest < 0)) {
                earliest = call.deadline();
            }
        }
        return earliest;
    }

    /** Takes a request that waits, or null. */
    @Nullable
    Call takeWaiting() {
        return queued.poll();
    }

    /** Takes a request that is unanswered, or null. */
    @Nullable
    Call takePending() {
        return pending.poll();
    }
}
