package dev.parley.standing;

import dev.parley.device.Device;
import dev.parley.error.AcquireException;
import dev.parley.error.Durations;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Those who wait for a session with a device, and what they are told when none comes. Under the lock. */
final class Wants {
    private final Device device;
    private final int most;
    private final Deque<Want> waiting = new ArrayDeque<>(1);

    Wants(Device device, int most) {
        this.device = device;
        this.most = most;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isFull() {
        return waiting.size() >= most;
    }

    void add(Want want) {
        waiting.add(want);
    }

    boolean remove(Want want) {
        boolean was = waiting.remove(want);
        if (was) {
            want.over();
        }
        return was;
    }

    /** A session is there for all of them; the number of those who use it. */
    int grant(Live live, List<Runnable> later) {
        int users = 0;
        for (Want want : waiting) {
            want.over();
            users += want.uses() ? 1 : 0;
            later.add(() -> want.granted().complete(live));
        }
        waiting.clear();
        return users;
    }

    /** There will be no session in time for some of them. */
    void refuse(Predicate<Want> whom, StandingWords words, List<Runnable> later) {
        waiting.removeIf(want -> {
            if (whom.test(want)) {
                want.over();
                fail(want, words.refusal(want.name(), want.limit()), later);
                return true;
            }
            return false;
        });
    }

    static void fail(Want want, AcquireException failure, List<Runnable> later) {
        later.add(() -> want.granted().completeExceptionally(failure));
    }

    /** What those are told who are too many. */
    AcquireException tooMany(String name, StandingWords words) {
        return new AcquireException(
                AcquireException.Reason.TOO_MANY_WAITING,
                "no session with " + device.label() + " for " + name + ": " + waiting.size() + " wait for it already; "
                        + words.state(),
                "ask less at the same time, or let more wait",
                words.failure());
    }

    /** What those are told who do not want to wait any more. */
    AcquireException cancelled(String name, Duration waited, @Nullable InterruptedException cause) {
        return new AcquireException(
                AcquireException.Reason.ACQUIRE_CANCELLED,
                "no session with " + device.label() + " for " + name + ": it "
                        + (cause == null ? "gave up" : "was interrupted") + " after " + Durations.text(waited),
                null,
                cause);
    }
}
