package dev.parley.standing;

import dev.parley.error.RequestException;
import dev.parley.operation.Operation;
import dev.parley.operation.Request;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the device of a session is alive when nothing has come from it for a while: it is asked something small, and has
 * to answer within a limit, be it with an error. While requests are under way it is not asked, because the device answers in order
 * and may be busy with them; but once one of them has run out of time it is, however many follow. One timer a session, which is set again after the longest time that
 * is certain to be of no interest.
 */
final class Pulse {
    private final Desk desk;
    private final Live live;
    private final Consumer<Throwable> dead;
    private volatile @Nullable Future<?> timer;
    private volatile boolean stopped;

    Pulse(Desk desk, Live live, Consumer<Throwable> dead) {
        this.desk = desk;
        this.live = live;
        this.dead = dead;
    }

    void begin() {
        if (desk.settings().probe() != null) {
            lookAfter(desk.settings().probeAfter());
        }
    }

    /** The session is over: nothing is kept of it until a timer fires. */
    void stop() {
        stopped = true;
        Future<?> pending = timer;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    private void lookAfter(Duration time) {
        if (!stopped) {
            timer = desk.clock().after(time, this::look);
            if (stopped) {
                stop();
            }
        }
    }

    private void look() {
        Operation<?> probe = desk.settings().probe();
        if (probe == null || stopped) {
            return;
        }
        Duration idle = desk.settings().probeAfter();
        Duration quiet = live.quiet();
        if (quiet.compareTo(idle) < 0) {
            lookAfter(idle.minus(quiet));
        } else if (live.underWay() > 0 && !live.isOverdue()) {
            lookAfter(idle);
        } else {
            Request<?> request = probe.within(desk.settings().probeLimit());
            live.ask(request).whenComplete((answer, failure) -> answered(failure));
        }
    }

    private void answered(@Nullable Throwable failure) {
        if (failure != null
                && Relay.known(failure) instanceof RequestException unanswered
                && unanswered.reason() == RequestException.Reason.DEADLINE) {
            dead.accept(unanswered);
        } else {
            lookAfter(desk.settings().probeAfter());
        }
    }
}
