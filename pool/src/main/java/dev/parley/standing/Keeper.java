package dev.parley.standing;

import dev.parley.device.Device;
import dev.parley.session.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one session open: the machine of {@link StandingState}. What is not final is under the lock; methods that take a list are
 * called under it and put there what is to be done after it.
 */
final class Keeper {
    /** Beyond the time that a session has for its end. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final Desk desk;
    private final Place place;
    private final Device device;
    private final @Nullable StandingListener listener;
    private final Wants wants;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile StandingState state;
    private volatile @Nullable Live live;
    private volatile StandingWords.@Nullable Failure last;
    private @Nullable CompletableFuture<Live> opening;
    private @Nullable Future<?> timer;
    private int attempt = 1;
    private int users;
    private long since;

    Keeper(Desk desk, Place place, Device device, @Nullable StandingListener listener) {
        this.desk = desk;
        this.place = place;
        this.device = device;
        this.listener = listener;
        this.wants = new Wants(device, desk.settings().maxWaiting());
        this.state = new StandingState.Queued(1, desk.clock().instant());
    }

    Device device() {
        return device;
    }

    Place place() {
        return place;
    }

    /** Any thread. */
    StandingState state() {
        return state;
    }

    /** The session, if there is one. Any thread. */
    @Nullable
    Live live() {
        Live now = live;
        return now != null && now.isOpen() ? now : null;
    }

    /** The last failure. Any thread. */
    StandingWords.@Nullable Failure last() {
        return last;
    }

    void tell(StandingEvent event) {
        tell(event, true);
    }

    /** Tells the session's own listener, and perhaps those of all sessions. */
    void tell(StandingEvent event, boolean all) {
        if (!(state instanceof StandingState.Closed)) {
            desk.tell(device, listener, all, event);
        }
    }

    // ---- from attempt to attempt

    /** Makes an attempt as soon as it may. */
    void begin(List<Runnable> later) {
        stopTimer();
        state = new StandingState.Queued(attempt, desk.clock().instant());
        desk.gate().enqueue(this, later);
    }

    /** It is its turn; false if there is no attempt to be made now. */
    boolean turn(long now, List<Runnable> later) {
        Place.Refusal refusal = place.refusalOf(device);
        if (refusal != null && (refusal.last() || now - refusal.until() < 0)) {
            refused(refusal, Duration.ofNanos(refusal.until() - now), later);
            return false;
        }
        Circuit circuit = place.circuit();
        if (circuit.ask(now, this) != Circuit.Answer.YES) {
            leaveAlone(now, later);
            return false;
        }
        state = new StandingState.Opening(attempt, desk.clock().instant());
        since = now;
        tell(new StandingEvent.Attempted(attempt));
        later.add(this::open);
        return true;
    }

    private void open() {
        CompletableFuture<Live> begun = desk.open(device);
        desk.change(later -> {
            opening = begun;
            if (isClosing()) {
                later.add(() -> begun.cancel(true));
            }
            later.add(() -> begun.whenComplete(this::opened));
        });
    }

    private void opened(@Nullable Live session, @Nullable Throwable failure) {
        desk.change(later -> {
            opening = null;
            if (session != null) {
                desk.answered(place, later);
            } else if (isClosing()) {
                place.circuit().abandoned(this);
            }
            if (isClosing()) {
                if (session != null) {
                    later.add(session::close);
                }
                finish(later);
            } else if (session != null) {
                established(session, later);
            } else {
                failed(failure == null ? new IllegalStateException("no session came") : failure, later);
            }
            desk.gate().finished(place, later);
            desk.tidy(place);
        });
    }

    private void established(Live session, List<Runnable> later) {
        long now = desk.clock().nanos();
        Duration took = Duration.ofNanos(now - since);
        since = now;
        live = session;
        desk.letIn(place, device, later);
        desk.counts().opened++;
        state = new StandingState.Up(session.key(), desk.clock().instant());
        tell(new StandingEvent.Established(session.key(), attempt, took));
        users += wants.grant(session, later);
        Pulse pulse = new Pulse(desk, session, failure -> lost(session, failure));
        later.add(pulse::begin);
        later.add(() -> session.ended().whenComplete((end, failure) -> {
            pulse.stop();
            lost(session, session.failure());
        }));
    }

    private void failed(Throwable wrapped, List<Runnable> later) {
        int number = attempt++;
        Throwable failure = Relay.known(wrapped);
        Outcome outcome = Outcome.of(failure);
        desk.counts().failed++;
        last = new StandingWords.Failure(failure, desk.clock().instant());
        switch (outcome) {
            case NO_ANSWER -> {
                if (desk.notAnswered(place, failure, this)) {
                    leaveAlone(desk.clock().nanos(), later);
                } else {
                    pause(failure);
                }
            }
            case GIVEN_UP -> {
                place.circuit().abandoned(this);
                pause(failure);
            }
            case REFUSED, LOGIN_REFUSED, NOT_ASKED, HOPELESS -> {
                if (outcome == Outcome.REFUSED || outcome == Outcome.LOGIN_REFUSED) {
                    desk.answered(place, later);
                } else {
                    place.circuit().abandoned(this);
                }
                Place.Refusal refusal = desk.refused(place, device, outcome, failure, FailedAttempt.readingOf(wrapped));
                refused(refusal, refusal.pause(), later);
            }
        }
        tell(new StandingEvent.Failed(number, failure, state));
    }

    private void pause(@Nullable Throwable failure) {
        Duration pause = backoff();
        state = new StandingState.Waiting(attempt, desk.clock().instant().plus(pause), failure);
        again(pause);
    }

    /** The backoff may be a user's own. */
    private Duration backoff() {
        Duration pause;
        try {
            pause = desk.settings().backoff().before(attempt);
        } catch (RuntimeException e) {
            pause = Backoff.DEFAULT.before(attempt);
        }
        return pause.isNegative() ? Duration.ZERO : pause;
    }

    private void leaveAlone(long now, List<Runnable> later) {
        Circuit circuit = place.circuit();
        Duration pause = Duration.ofNanos(Math.max(0, circuit.until() - now));
        if (pause.isZero()) {
            // another attempt decides just now; whatever it says, this one hears of it
            pause = desk.settings().circuitFirst();
        }
        Throwable why = Objects.requireNonNull(circuit.lastFailure());
        state = new StandingState.CircuitOpen(attempt, desk.clock().instant().plus(pause), why);
        refuseWants(now + pause.toNanos(), later);
        again(pause);
    }

    private void refused(Place.Refusal refusal, Duration pause, List<Runnable> later) {
        Instant now = desk.clock().instant();
        if (refusal.last()) {
            state = new StandingState.GivenUp(now, refusal.failure());
            wants.refuse(want -> true, words(), later);
        } else {
            state = new StandingState.Refused(attempt, now.plus(pause), refusal.failure());
            refuseWants(desk.clock().nanos() + pause.toNanos(), later);
            again(pause);
        }
    }

    private void refuseWants(long until, List<Runnable> later) {
        wants.refuse(want -> want.until() - until < 0, words(), later);
    }

    private void again(Duration pause) {
        timer = desk.after(pause, this::due);
    }

    private void due(List<Runnable> later) {
        if (isAtRest()) {
            begin(later);
        }
    }

    private void stopTimer() {
        Future<?> pending = timer;
        timer = null;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    /** The device that was left alone has answered somebody. */
    void circuitClosed(List<Runnable> later) {
        tell(new StandingEvent.CircuitClosed());
        if (state instanceof StandingState.CircuitOpen) {
            begin(later);
        }
    }

    /** Somebody says that it is worth an attempt now. */
    void retry(List<Runnable> later) {
        if (isAtRest() || state instanceof StandingState.GivenUp) {
            place.forgive(device);
            place.circuit().hasten(desk.clock().nanos());
            begin(later);
        }
    }

    /** What refused or ended its attempts may be otherwise now. */
    void mended(List<Runnable> later) {
        if (state instanceof StandingState.Refused || state instanceof StandingState.GivenUp) {
            begin(later);
        }
    }

    private boolean isAtRest() {
        return state instanceof StandingState.Waiting
                || state instanceof StandingState.CircuitOpen
                || state instanceof StandingState.Refused;
    }

    /** The session has ended, or the device has not answered on it. Not under the lock. */
    private void lost(Live session, @Nullable Throwable failure) {
        desk.change(later -> {
            if (live != session) {
                return;
            }
            live = null;
            later.add(session::close);
            Duration lasted = Duration.ofNanos(desk.clock().nanos() - since);
            boolean stable = lasted.compareTo(desk.settings().stable()) >= 0;
            attempt = stable ? 1 : attempt + 1;
            desk.counts().lost++;
            if (failure != null) {
                last = new StandingWords.Failure(failure, desk.clock().instant());
            }
            tell(new StandingEvent.Lost(session.key(), lasted, failure));
            if (isClosing()) {
                finish(later);
            } else {
                pause(failure);
            }
        });
    }

    // ---- those who want a session

    /** Somebody wants a session. */
    Want join(String name, Duration limit, boolean uses) {
        long until = desk.clock().nanos() + limit.toNanos();
        Want want = new Want(this, name, limit, until, uses);
        desk.change(later -> {
            Live now = live();
            if (isClosing() || state instanceof StandingState.GivenUp || isBeyond(want)) {
                Wants.fail(want, words().refusal(name, limit), later);
            } else if (now != null) {
                users += uses ? 1 : 0;
                later.add(() -> want.granted().complete(now));
            } else if (wants.isFull()) {
                Wants.fail(want, wants.tooMany(name, words()), later);
            } else {
                wants.add(want);
                want.waitsFor(desk.after(limit, then -> wants.refuse(other -> other == want, words(), then)));
            }
        });
        return want;
    }

    /** Whether no attempt is made while somebody waits. */
    private boolean isBeyond(Want want) {
        Instant end = desk.clock().instant().plus(want.limit());
        return state instanceof StandingState.CircuitOpen open && open.until().isAfter(end)
                || state instanceof StandingState.Refused refused
                        && refused.until().isAfter(end);
    }

    /** Somebody does not want to wait any more. */
    void givenUp(Want want, @Nullable InterruptedException cause) {
        desk.change(later -> {
            if (wants.remove(want)) {
                Duration waited =
                        want.limit().minusNanos(want.until() - desk.clock().nanos());
                Wants.fail(want, wants.cancelled(want.name(), waited, cause), later);
            }
        });
    }

    /** Somebody has done with the session. */
    void done() {
        desk.change(later -> {
            users--;
            Live now = live;
            if (users == 0 && isClosing() && now != null) {
                later.add(now::close);
            }
        });
    }

    StandingWords words() {
        return new StandingWords(device, desk.clock().instant(), state, last);
    }

    // ---- the end

    private boolean isClosing() {
        return state instanceof StandingState.Closing || state instanceof StandingState.Closed;
    }

    /** Keeps no session any more. */
    CompletableFuture<Void> close(List<Runnable> later) {
        if (isClosing()) {
            return ended;
        }
        stopTimer();
        desk.gate().withdraw(this);
        CompletableFuture<Live> begun = opening;
        boolean attempting = state instanceof StandingState.Opening;
        state = new StandingState.Closing(desk.clock().instant());
        wants.refuse(want -> true, words(), later);
        Live now = live;
        if (now != null) {
            if (users == 0) {
                later.add(now::close);
            } else {
                desk.after(desk.settings().drain(), then -> then.add(now::close));
            }
            // sessions end within their own limit, unless their client was closed before
            Duration most =
                    desk.settings().drain().plus(device.timeouts().close()).plus(MARGIN);
            timer = desk.after(most, this::finish);
        } else if (!attempting) {
            finish(later);
        } else if (begun != null) {
            later.add(() -> begun.cancel(true));
        }
        return ended;
    }

    private void finish(List<Runnable> later) {
        if (!(state instanceof StandingState.Closed)) {
            stopTimer();
            tell(new StandingEvent.Closed());
            state = new StandingState.Closed(desk.clock().instant());
            live = null;
            desk.forget(this);
            later.add(() -> ended.complete(null));
        }
    }
}
