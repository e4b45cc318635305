package dev.parley.fleet;

import dev.parley.error.Fate;
import dev.parley.fleet.Outcome.State;
import dev.parley.inventory.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work on one device. Its steps follow each other, each by whatever thread ends the one before; none waits.
 *
 * <pre>
 * prepare → [began on the disk] → carry out → keep the answer → [ended on the disk] → the next step, or told
 * </pre>
 *
 * @param <V> what the job holds of the device
 */
final class Turn<V> {
    private final Job<V> job;
    private final Member member;
    private final Context context;
    private final List<Answer> answers = new ArrayList<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final AtomicBoolean told = new AtomicBoolean();
    private final long began = System.nanoTime();
    private volatile int step;
    private volatile boolean underWay;
    /** A step has begun, and what came of it is not in the journal yet. */
    private volatile boolean open;

    private volatile @Nullable V visit;

    /** What a run has for all its turns. */
    interface Context {
        /** The journal, or null without one. */
        @Nullable
        Journal journal();

        ResultKeeper keeper();

        Executor executor();

        /**
         * Whether a further step may be begun.
         *
         * @param underWay whether a step of the device was begun before
         */
        boolean goesOn(boolean underWay);

        /** Something cannot be written: nothing further is to be begun. */
        void unwritable();
    }

    Turn(Job<V> job, Member member, int firstStep, Context context) {
        this.job = job;
        this.member = member;
        this.step = firstStep;
        this.context = context;
    }

    Member member() {
        return member;
    }

    /** Begins; the future is completed when it is over, and never exceptionally. */
    CompletableFuture<Outcome> go() {
        then(() -> CompletableFuture.supplyAsync(() -> job.visit(member), context.executor()), (visited, failure) -> {
            if (failure == null) {
                visit = visited;
                next();
            } else {
                failed(notSent(Trouble.of(failure)));
            }
        });
        return outcome;
    }

    private Step<V> current() {
        return job.steps().get(step);
    }

    private V held() {
        return Objects.requireNonNull(visit, "a step follows the visit's beginning");
    }

    private void next() {
        if (step >= job.steps().size()) {
            end(State.DONE, null);
        } else if (context.goesOn(underWay)) {
            then(() -> current().prepare(held()), (prepared, failure) -> {
                if (failure != null) {
                    failed(notSent(Trouble.of(failure)));
                } else if (context.goesOn(underWay)) {
                    begin();
                } else {
                    // that took its time
                    end(State.NOT_BEGUN, null);
                }
            });
        } else {
            end(State.NOT_BEGUN, null);
        }
    }

    /** Nothing of a step has happened while what it needs is fetched. */
    private static Trouble notSent(Trouble trouble) {
        return trouble.withFate(Fate.NOT_SENT);
    }

    private void begin() {
        Journal journal = context.journal();
        if (journal == null || !current().changes()) {
            carryOut();
            return;
        }
        then(() -> journal.began(member.name(), step), (written, failure) -> {
            if (failure == null) {
                carryOut();
            } else {
                // it may stand there or not, and nothing was sent
                context.unwritable();
                end(State.FAILED, notSent(Trouble.of(failure)));
            }
        });
    }

    private void carryOut() {
        underWay = true;
        open = true;
        then(() -> current().carryOut(held()), (answer, failure) -> {
            Answer all = answer == null ? Answer.failed(Trouble.of(orUnforeseen(failure))) : answer;
            keep(all);
        });
    }

    private static Throwable orUnforeseen(@Nullable Throwable failure) {
        return failure == null ? new IllegalStateException("a step came to nothing") : failure;
    }

    /** A result that cannot be kept makes a reading undone; a change is done all the same. */
    private void keep(Answer answer) {
        answers.add(answer);
        Trouble trouble = answer.trouble();
        try {
            context.keeper().keep(member, step, answer);
        } catch (IOException | RuntimeException e) {
            context.unwritable();
            Trouble unkept = Trouble.of(e);
            if (trouble == null && current().changes()) {
                note(unkept);
                return;
            }
            trouble = trouble == null ? unkept : trouble;
        }
        if (trouble == null) {
            note(null);
        } else {
            if (trouble.full()) {
                context.unwritable();
            }
            failed(trouble);
        }
    }

    /** Puts on the disk that a step is done, and goes on; it is not called done if that cannot be said. */
    private void note(@Nullable Trouble unkept) {
        Journal journal = context.journal();
        if (journal == null) {
            ended(unkept);
            return;
        }
        boolean changes = current().changes();
        then(() -> journal.ended(member.name(), step), (written, failure) -> {
            if (failure == null) {
                ended(unkept);
                return;
            }
            context.unwritable();
            Trouble why = Trouble.of(failure);
            end(changes ? State.UNKNOWN : State.FAILED, why.withFate(changes ? Fate.UNKNOWN : Fate.NOT_SENT));
        });
    }

    private void ended(@Nullable Trouble unkept) {
        open = false;
        // by one thread at a time
        int following = step + 1;
        step = following;
        if (unkept == null) {
            next();
        } else {
            Trouble why = Trouble.of(
                    unkept.code(),
                    "it is done, and what came of it cannot be kept: " + unkept.message(),
                    unkept.fate());
            end(step == job.steps().size() ? State.FAILED : State.NOT_BEGUN, why);
        }
    }

    private void failed(Trouble trouble) {
        boolean changes = current().changes();
        State state = changes && trouble.fate() == Fate.UNKNOWN ? State.UNKNOWN : State.FAILED;
        Journal journal = context.journal();
        if (journal == null) {
            open = false;
            end(state, trouble);
            return;
        }
        then(() -> journal.failed(member.name(), step, trouble, changes), (written, failure) -> {
            open = false;
            if (failure != null) {
                context.unwritable();
            }
            end(state, trouble);
        });
    }

    /** Nobody can wait any longer. */
    void giveUp() {
        V held = visit;
        if (held != null) {
            job.giveUp(held);
        }
    }

    /** Nobody waits any longer. What was sent and not answered may have been done. */
    void abandon() {
        tellBroken(Trouble.of("cancelled", "it was given up, and had not ended a moment later", Fate.UNKNOWN));
    }

    /** It ends in the middle of something. A change whose end is not in the journal may have been made. */
    private void tellBroken(Trouble why) {
        boolean unknown = open && current().changes();
        tell(unknown ? State.UNKNOWN : State.FAILED, why.withFate(unknown ? Fate.UNKNOWN : Fate.NOT_SENT));
    }

    private void end(State state, @Nullable Trouble trouble) {
        V held = visit;
        if (held == null) {
            tell(state, trouble);
        } else {
            then(() -> job.leave(held), (left, failure) -> tell(state, trouble));
        }
    }

    private void tell(State state, @Nullable Trouble trouble) {
        if (told.compareAndSet(false, true)) {
            int steps = job.steps().size();
            outcome.complete(new Outcome(
                    member,
                    state,
                    Math.min(step, steps),
                    step < steps ? current().name() : null,
                    trouble,
                    false,
                    List.copyOf(answers),
                    Duration.ofNanos(System.nanoTime() - began)));
        }
    }

    @FunctionalInterface
    private interface Then<T> {
        void with(@Nullable T value, @Nullable Throwable failure);
    }

    /** Goes on when something is there, on a thread of the run; what nobody foresaw ends the turn. */
    private <T> void then(Supplier<? extends CompletableFuture<? extends T>> some, Then<T> next) {
        CompletableFuture<? extends T> future;
        try {
            future = some.get();
        } catch (RuntimeException | Error e) {
            future = CompletableFuture.failedFuture(e);
        }
        future.whenCompleteAsync(
                (value, failure) -> {
                    try {
                        next.with(value, failure);
                    } catch (RuntimeException | Error e) {
                        tellBroken(Trouble.of(e));
                        giveUp();
                    }
                },
                context.executor());
    }
}
