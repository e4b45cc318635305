package dev.parley.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.AcquireException;
import dev.parley.standing.FakeFleet.Box;
import dev.parley.standing.FakeFleet.Mood;
import dev.parley.standing.StandingEvent.Attempted;
import dev.parley.standing.StandingEvent.CircuitClosed;
import dev.parley.standing.StandingEvent.CircuitOpened;
import dev.parley.standing.StandingEvent.Closed;
import dev.parley.standing.StandingEvent.Established;
import dev.parley.standing.StandingEvent.Failed;
import dev.parley.standing.StandingEvent.Lost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * Standing sessions through any sequence of what devices, users and time can do, in fake time: no bound is ever exceeded, nobody is
 * hammered or locked out (for a day at least, which is longer than any of these lives), whoever waits hears in time, what is told obeys its contract, and when all is well again all sessions are
 * up.
 */
@Tag("any-jdk")
class KeeperModelTest {
    private static final int AT_ONCE = 3;
    private static final int PER_SECOND = 5;
    private static final StandingSettings SETTINGS = StandingSettings.DEFAULT.withOpenings(AT_ONCE, PER_SECOND);
    private static final List<Duration> TIMES = List.of(
            Duration.ofMillis(10),
            Duration.ofMillis(400),
            Duration.ofSeconds(3),
            Duration.ofSeconds(25),
            Duration.ofMinutes(3),
            Duration.ofMinutes(20));

    private static final List<Mood> MOODS = List.of(Mood.values());

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void staysWithinItsBoundsAndComesBack(@ForAll("lives") ActionChain<Model> life) {
        life.run().comesBack();
    }

    @Provide
    Arbitrary<ActionChain<Model>> lives() {
        return ActionChain.<Model>startWith(Model::new)
                .withAction(4, numbered("keep", Model::keep))
                .withAction(8, numbered("pass", Model::pass))
                .withAction(6, numbered("mood", Model::mood))
                .withAction(3, numbered("cut", Model::cut))
                .withAction(1, numbered("mute", Model::mute))
                .withAction(4, numbered("want", Model::want))
                .withAction(2, numbered("retry", Model::retry))
                .withAction(1, numbered("close", Model::close))
                .withMaxTransformations(60);
    }

    private static Action.Independent<Model> numbered(String what, ObjIntConsumer<Model> step) {
        return () -> Arbitraries.integers()
                .between(0, 59)
                .map(number -> Transformer.mutate(what + " " + number, model -> {
                    step.accept(model, number);
                    model.check();
                }));
    }

    private static final class Model {
        private final FakeFleet fleet = new FakeFleet(SETTINGS, 7);
        private final List<Kept> kept = new ArrayList<>();
        private final List<Wanted> wanted = new ArrayList<>();
        private final Set<Box> mended = new HashSet<>();
        private final Set<Box> askedFor = new HashSet<>();

        /** A standing session, and what was told of it. */
        private record Kept(Box box, Keeper keeper, List<StandingEvent> told) {}

        private record Wanted(Want want, Keeper keeper, Duration until) {}

        Model() {
            for (int i = 0; i < 4; i++) {
                fleet.box("pe" + i);
            }
            fleet.onAttempt = this::mayBeTried;
            // what somebody had asked for is still to be found out
            fleet.onAbandoned = box -> mended.addAll(askedFor.remove(box) ? Set.of(box) : Set.of());
        }

        /** The rules for one device, apart from how they are kept. */
        private void mayBeTried(Box box) {
            Duration since = fleet.time.passed().minus(box.endedAt);
            boolean asked = mended.remove(box);
            if (!asked && box.unanswered >= SETTINGS.circuitFailures()) {
                int times = box.unanswered - SETTINGS.circuitFailures();
                Duration bound = SETTINGS.circuitFirst().multipliedBy(1L << Math.min(times, 20));
                Duration most = SETTINGS.circuitLongest();
                assertThat(since)
                        .as("left alone after " + box.unanswered + " failures")
                        .isGreaterThanOrEqualTo((bound.compareTo(most) < 0 ? bound : most).dividedBy(2));
            }
            if (!asked && box.did == Mood.LOCKED) {
                assertThat(since).isGreaterThanOrEqualTo(SETTINGS.loginPause());
                assertThat(box.logins).isLessThan(SETTINGS.maxLogins());
            }
            if (!asked && box.did == Mood.STRANGE) {
                assertThat(since).isGreaterThanOrEqualTo(SETTINGS.refusedPause());
            }
            askedFor.remove(box);
            if (asked) {
                askedFor.add(box);
                box.logins = 0;
            }
        }

        void keep(int number) {
            if (kept.size() < 12) {
                List<StandingEvent> told = new ArrayList<>();
                Box box = fleet.boxes().get(number % 4);
                Keeper keeper = fleet.desk().keep(box.device, (device, event) -> told.add(event));
                kept.add(new Kept(box, keeper, told));
            }
        }

        void pass(int number) {
            fleet.time.pass(TIMES.get(number % TIMES.size()));
        }

        void mood(int number) {
            fleet.boxes().get(number % 4).mood = MOODS.get(number / 4 % MOODS.size());
        }

        void cut(int number) {
            fleet.boxes().get(number % 4).cut();
        }

        void mute(int number) {
            Box box = fleet.boxes().get(number % 4);
            box.mute = !box.mute;
        }

        void want(int number) {
            if (!kept.isEmpty()) {
                Keeper keeper = kept.get(number % kept.size()).keeper();
                Duration limit = TIMES.get(number % TIMES.size());
                Want want = keeper.join("somebody", limit, number % 2 == 0);
                wanted.add(new Wanted(want, keeper, fleet.time.passed().plus(limit)));
                if (number % 2 == 0) {
                    want.granted().thenRun(keeper::done);
                }
            }
        }

        void retry(int number) {
            if (!kept.isEmpty()) {
                retry(kept.get(number % kept.size()));
            }
        }

        private void retry(Kept one) {
            StandingState state = one.keeper().state();
            boolean rests = state instanceof StandingState.Waiting
                    || state instanceof StandingState.CircuitOpen
                    || state instanceof StandingState.Refused
                    || state instanceof StandingState.GivenUp;
            if (rests) {
                mended.add(one.box());
                // another one of the same device may have begun to try just before
                one.box().endedAt = fleet.time.passed();
                one.box().did = Mood.WELL;
                one.box().logins = 0;
            }
            fleet.desk().change(one.keeper()::retry);
        }

        void close(int number) {
            if (!kept.isEmpty()) {
                Keeper keeper = kept.get(number % kept.size()).keeper();
                fleet.desk().change(later -> keeper.close(later));
            }
        }

        void check() {
            assertThat(fleet.mostRunning()).isLessThanOrEqualTo(AT_ONCE);
            assertThat(fleet.mostInASecond()).isLessThanOrEqualTo(PER_SECOND + 1);
            assertThat(fleet.mostAtOneDevice()).isLessThanOrEqualTo(1);
            for (Box box : fleet.boxes()) {
                long up = kept.stream()
                        .filter(one -> one.box() == box && one.keeper().state() instanceof StandingState.Up)
                        .count();
                assertThat(box.sessions).as("sessions of " + box.device).hasSize((int) up);
            }
            for (Wanted one : wanted) {
                if (!one.want().granted().isDone()) {
                    assertThat(fleet.time.passed()).isLessThan(one.until());
                    assertThat(one.keeper().live()).isNull();
                    assertThat(one.keeper().state())
                            .isNotInstanceOfAny(
                                    StandingState.GivenUp.class,
                                    StandingState.Closing.class,
                                    StandingState.Closed.class);
                } else if (one.want().granted().isCompletedExceptionally()) {
                    assertThat(one.want().granted())
                            .failsWithin(Duration.ZERO)
                            .withThrowableThat()
                            .withCauseInstanceOf(AcquireException.class)
                            .withMessageContaining("no session with ");
                }
            }
            wanted.removeIf(one -> one.want().granted().isDone());
            kept.forEach(one -> assertContract(one.told()));
            int most = 3 * kept.size() + wanted.size() + 2 * AT_ONCE + 40;
            assertThat(fleet.time.pending()).isLessThanOrEqualTo(most);
        }

        void comesBack() {
            for (Box box : fleet.boxes()) {
                box.mood = Mood.WELL;
                box.mute = false;
            }
            kept.stream()
                    .filter(one -> one.keeper().state() instanceof StandingState.GivenUp)
                    .forEach(this::retry);
            fleet.time.pass(SETTINGS.loginPause().multipliedBy(2));
            kept.stream()
                    .filter(one -> one.keeper().state() instanceof StandingState.GivenUp)
                    .forEach(this::retry);
            fleet.time.pass(SETTINGS.loginPause().multipliedBy(2));
            check();
            assertThat(kept)
                    .extracting(one -> one.keeper().state())
                    .allMatch(state -> state instanceof StandingState.Up || state instanceof StandingState.Closed);

            assertThat(fleet.desk().close()).isCompleted();
            assertThat(kept).extracting(one -> one.keeper().state()).allMatch(StandingState.Closed.class::isInstance);
            assertThat(fleet.boxes()).allMatch(box -> box.sessions.isEmpty());
            assertThat(fleet.time.pending()).isZero();
            // what is known of a device with which nobody keeps a session is forgotten after a day
            fleet.time.pass(Duration.ofDays(1).plusSeconds(1));
            fleet.desk().change(later -> fleet.desk().tidyAll());
            assertThat(fleet.desk().look(fleet.desk()::remembered)).isZero();
            kept.forEach(one -> {
                assertContract(one.told());
                assertThat(one.told()).last().isInstanceOf(Closed.class);
            });
        }

        /** The contract of {@link StandingEvent}. */
        private static void assertContract(List<StandingEvent> told) {
            Class<?> last = null;
            for (StandingEvent event : told) {
                assertThat(last).as("before " + event).isNotEqualTo(Closed.class);
                if (event instanceof CircuitOpened || event instanceof CircuitClosed) {
                    continue;
                }
                if (event instanceof Attempted) {
                    assertThat(last).isIn(null, Failed.class, Lost.class);
                } else if (event instanceof Failed || event instanceof Established) {
                    assertThat(last).isEqualTo(Attempted.class);
                } else if (event instanceof Lost) {
                    assertThat(last).isEqualTo(Established.class);
                }
                last = event.getClass();
            }
        }
    }
}
