package dev.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.device.Device;
import dev.parley.error.AcquireException;
import dev.parley.error.Fate;
import dev.parley.error.OpenException;
import dev.parley.error.RequestException;
import dev.parley.operation.Datastore;
import dev.parley.operation.Get;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Rpc;
import dev.parley.session.Session;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How sessions are lent and returned, and what those are told who get none. */
@Timeout(60)
class LendingTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void aSessionIsUsedAgain() {
        try (Lab lab = Lab.with(PoolSettings.DEFAULT)) {
            Device device = Lab.at(lab.simulate());
            long first = lab.pool().use(device, PooledSession::id);
            long second = lab.pool().use(device, PooledSession::id);

            assertThat(second).isEqualTo(first);
            assertThat(lab.total().created()).isOne();
        }
    }

    @Test
    void aListenerThatFailsInAnyWayKeepsNobodyWaiting() {
        try (Lab lab = Lab.withOneSession();
                SessionPool pool = SessionPool.builder(lab.client())
                        .listener((device, event) -> {
                            throw new NoClassDefFoundError("dev/example/Gone");
                        })
                        .build()) {
            Device device = Lab.at(lab.simulate());
            for (int i = 0; i < 3; i++) {
                pool.use(device, session -> session.send(GetConfig.from(Datastore.RUNNING)));
            }
            assertThat(pool.state().total().created()).isOne();
        }
    }

    @Test
    void aClosedPoolSaysWhomItRefused() {
        try (Lab lab = Lab.withOneSession()) {
            Device device = Lab.at(lab.simulate());
            lab.pool().close();

            assertThatThrownBy(() -> lab.pool().borrow(device)).isInstanceOf(AcquireException.class);

            assertThat(lab.heard().of(PoolEvent.NotLent.class)).hasSize(1);
            assertThat(lab.total().notLent()).isOne();
        }
    }

    @Test
    void whatWasReturnedCannotBeUsedAndSaysSo() {
        try (Lab lab = Lab.withOneSession()) {
            Device device = Lab.at(lab.simulate());
            PooledSession kept = lab.pool().borrow(device).named("the night shift");
            kept.close();
            assertThat(kept.isOpen()).isFalse();

            try (PooledSession next = lab.pool().borrow(device)) {
                RequestException refused = catchThrowableOfType(RequestException.class, () -> kept.send(Get.all()));
                assertThat(refused.reason()).isEqualTo(RequestException.Reason.INVALID_REQUEST);
                assertThat(refused.fate()).isEqualTo(Fate.NOT_SENT);
                assertThat(refused).hasMessageContainingAll("get was not sent", "the night shift", "has returned");
                assertThat(kept.sendAsync(Get.all())).isCompletedExceptionally();
                assertThatThrownBy(kept::close)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll("returned to its pool twice", "the night shift");
                // the next holder has not noticed
                assertThat(next.isOpen()).isTrue();
                next.send(GetConfig.from(Datastore.RUNNING));
                assertThat(lab.total().inUse()).isOne();
            }
        }
    }

    @Test
    void whoReturnsTheSessionEarlyWithinUseIsNotDisturbed() {
        try (Lab lab = Lab.withOneSession()) {
            Device device = Lab.at(lab.simulate());
            long id = lab.pool().use(device, session -> {
                session.close();
                return session.id();
            });
            assertThat(lab.pool().use(device, PooledSession::id)).isEqualTo(id);
        }
    }

    @Test
    void asynchronousWorkHasTheSessionUntilItsStageIsDone() {
        try (Lab lab = Lab.withOneSession()) {
            Device device = Lab.at(lab.simulate());
            AtomicReference<PooledSession> seen = new AtomicReference<>();
            CompletableFuture<String> gate = new CompletableFuture<>();

            CompletableFuture<String> done = lab.pool().useAsync(device, session -> {
                seen.set(session);
                return session.sendAsync(GetConfig.from(Datastore.RUNNING)).thenCombine(gate, (data, word) -> word);
            });
            lab.heard().await(PoolEvent.Lent.class);
            assertThat(lab.total().inUse()).isOne();
            gate.complete("done");

            assertThat(done.join()).isEqualTo("done");
            assertThat(seen.get().isOpen()).isFalse();
        }
    }

    @Test
    void asynchronousWorkThatThrowsOrFailsReturnsTheSession() {
        try (Lab lab = Lab.withOneSession()) {
            Device device = Lab.at(lab.simulate());
            IllegalStateException thrown = new IllegalStateException("no");

            assertThatThrownBy(() -> lab.pool()
                            .useAsync(device, session -> {
                                throw thrown;
                            })
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .hasCause(thrown);
            assertThatThrownBy(() -> lab.pool()
                            .useAsync(device, session -> CompletableFuture.failedFuture(thrown))
                            .join())
                    .hasCause(thrown);
            lab.settle();
            assertThat(lab.total().idle()).isOne();
        }
    }

    @Test
    void cancelledWorkGivesItsRequestUpAndReturnsTheSession() {
        try (Lab lab = Lab.withOneSession()) {
            Device device = Lab.at(silent(lab));
            CompletableFuture<?> work = lab.pool().useAsync(device, session -> session.sendAsync(question()));
            lab.heard().await(PoolEvent.Lent.class);
            lab.heard()
                    .await(
                            "the request",
                            () -> !lab.pool().state().devices().isEmpty()
                                    && lab.pool().state().devices().get(0).holders().stream()
                                            .anyMatch(
                                                    holder -> !holder.waitsFor().isEmpty()));

            work.cancel(true);

            assertThat(lab.heard().await(PoolEvent.Retired.class).why()).isEqualTo(Retirement.UNANSWERED);
        }
    }

    private static DeviceSimulator silent(Lab lab) {
        return lab.simulate(builder -> builder.on("urn:example:vendor", "get-nothing", request -> Answer.nothing()));
    }

    private static Rpc question() {
        return Rpc.of("<get-nothing xmlns='urn:example:vendor'/>");
    }

    @Test
    void whoGetsNoneInTimeIsToldWhatThePoolDoesAndWhoHoldsWhat() {
        try (Lab lab = Lab.withOneSession()) {
            DeviceSimulator simulator = silent(lab);
            Device device = Lab.at(simulator);
            try (PooledSession held = lab.pool().borrow(device).named("backup of the core")) {
                CompletableFuture<?> request = held.sendAsync(question());

                AcquireException failure = catchThrowableOfType(
                        AcquireException.class, () -> lab.pool().borrow(device, SHORT));

                assertThat(failure.reason()).isEqualTo(AcquireException.Reason.ACQUIRE_TIMEOUT);
                assertThat(failure.code()).isEqualTo("acquire-timeout");
                assertThat(failure.fate()).isEqualTo(Fate.NOT_SENT);
                assertThat(failure)
                        .hasMessageContainingAll(
                                "no session with " + device.label() + " within 300 ms for "
                                        + Thread.currentThread().getName(),
                                "1 of at most 1 sessions with it are there, 1 of at most 1 in all",
                                "backup of the core has had session " + held.id() + " for ",
                                "and waits for get-nothing, sent ",
                                "1 waits");
                assertThat(failure.getMessage()).doesNotContain("\n");
                assertThat(failure.getStackTrace()[0].getClassName()).startsWith("dev.parley.pool");
                assertThat(lab.total().notLent()).isOne();
                assertThat(lab.total().waiting()).isZero();
                request.cancel(true);
            }
        }
    }

    @Test
    void theTimeCoversTheOpeningToo() {
        try (Lab lab = Lab.withOneSession()) {
            DeviceSimulator mute = lab.simulate(
                    builder -> builder.faults(FaultPlan.always(new Break(Moment.Phase.ACCEPTED, Ending.SILENCE))));
            Device device = Lab.at(mute);

            AcquireException failure = catchThrowableOfType(
                    AcquireException.class, () -> lab.pool().borrow(device, SHORT));

            assertThat(failure.reason()).isEqualTo(AcquireException.Reason.ACQUIRE_TIMEOUT);
            assertThat(failure).hasMessageContaining("one is being opened for ");
            // the attempt is given up with the last one who waits for it
            lab.heard().await("nothing left", () -> lab.pool().state().devices().isEmpty());
            assertThat(lab.total().failed()).isZero();
        }
    }

    @Test
    void theTimeCoversTheValidationToo() {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        PoolSettings settings = PoolSettings.DEFAULT
                .withSessions(1, 1)
                .withValidation(Duration.ofNanos(1), question(), Duration.ofSeconds(30));
        try (Lab lab = Lab.with(settings)) {
            Device device = Lab.at(lab.simulate(
                    builder -> builder.on("urn:example:vendor", "get-nothing", request -> Answer.later(answer))));
            lab.pool().use(device, PooledSession::id);
            lab.settle();

            AcquireException failure = catchThrowableOfType(
                    AcquireException.class, () -> lab.pool().borrow(device, SHORT));
            assertThat(failure).hasMessageContaining("1 tried or cleaned");
            answer.complete(Answer.ok());

            // it was only slow, and stays
            lab.settle();
            assertThat(lab.total().idle()).isOne();
            lab.pool().use(device, PooledSession::id);
        }
    }

    @Test
    void anInterruptGivesUpAndStays() {
        try (Lab lab = Lab.withOneSession()) {
            Device device = Lab.at(lab.simulate());
            try (PooledSession held = lab.pool().borrow(device)) {
                Thread.currentThread().interrupt();
                AcquireException failure = catchThrowableOfType(
                        AcquireException.class, () -> lab.pool().borrow(device));
                assertThat(Thread.interrupted()).isTrue();
                assertThat(failure.reason()).isEqualTo(AcquireException.Reason.ACQUIRE_CANCELLED);
                assertThat(failure).hasCauseInstanceOf(InterruptedException.class);
                assertThat(held.isOpen()).isTrue();
            }
        }
    }

    @Test
    void whoCancelsIsNotWaitedForAndTheOthersKeepTheirTurns() {
        try (Lab lab = Lab.withOneSession()) {
            Device device = Lab.at(lab.simulate());
            PooledSession held = lab.pool().borrow(device);
            CompletableFuture<PooledSession> first = lab.pool().borrowAsync(device);
            CompletableFuture<PooledSession> second = lab.pool().borrowAsync(device);
            CompletableFuture<PooledSession> third = lab.pool().borrowAsync(device);
            assertThat(lab.total().waiting()).isEqualTo(3);

            second.cancel(true);
            assertThat(lab.total().waiting()).isEqualTo(2);
            held.close();
            PooledSession one = first.join();
            assertThat(third).isNotDone();
            one.close();
            third.join().close();
        }
    }

    @Test
    void soManyMayWaitAndNoMore() {
        try (Lab lab = Lab.with(PoolSettings.DEFAULT.withSessions(1, 1).withMaxWaiting(1))) {
            Device device = Lab.at(lab.simulate());
            PooledSession held = lab.pool().borrow(device);
            CompletableFuture<PooledSession> waiting = lab.pool().borrowAsync(device);

            AcquireException failure = catchThrowableOfType(
                    AcquireException.class, () -> lab.pool().borrow(device));

            assertThat(failure.reason()).isEqualTo(AcquireException.Reason.TOO_MANY_WAITING);
            held.close();
            waiting.join().close();
        }
    }

    @Test
    void eachWhoWaitsGetsAFailureOfItsOwnAndNoneIsRemembered() {
        try (Lab lab = Lab.withOneSession()) {
            DeviceSimulator simulator = lab.simulate();
            Device device = Lab.at(simulator);
            simulator.suffer(FaultPlan.onConnection(1, new Break(Moment.Phase.ACCEPTED, Ending.RESET))
                    .andOnConnection(2, new Break(Moment.Phase.ACCEPTED, Ending.RESET)));

            CompletableFuture<PooledSession> first = lab.pool().borrowAsync(device);
            CompletableFuture<PooledSession> second = lab.pool().borrowAsync(device);
            CompletableFuture<PooledSession> third = lab.pool().borrowAsync(device);
            Throwable one = first.handle((session, failure) -> failure).join();
            Throwable two = second.handle((session, failure) -> failure).join();

            assertThat(one).isInstanceOf(OpenException.class);
            assertThat(two).isInstanceOf(OpenException.class).isNotSameAs(one);
            third.join().close();
            assertThat(lab.total().failed()).isEqualTo(2);
            assertThat(simulator.connections()).isEqualTo(3);
        }
    }

    @Test
    void sessionsMayComeFromElsewhere() throws Exception {
        List<Device> asked = new ArrayList<>();
        try (Lab lab = Lab.with(PoolSettings.DEFAULT)) {
            Device device = Lab.at(lab.simulate());
            try (SessionPool pool = SessionPool.builder(wanted -> {
                        asked.add(wanted);
                        return asked.size() == 1 ? broken() : lab.client().openAsync(wanted);
                    })
                    .build()) {
                assertThatThrownBy(() -> pool.borrow(device)).hasRootCauseMessage("nobody at home");
                pool.use(device, session -> session.send(Get.all()));
            }
            assertThat(asked).containsExactly(device, device);
        }
    }

    @Test
    void anExecutorThatTakesNothingKeepsNobodyWaiting() {
        try (Lab lab = Lab.withOneSession();
                SessionPool pool = SessionPool.builder(lab.client())
                        .callbacks(task -> {
                            throw new RejectedExecutionException("closed");
                        })
                        .build()) {
            Device device = Lab.at(lab.simulate());
            pool.borrowAsync(device).join().close();
            assertThat(pool.useAsync(device, session -> session.sendAsync(Get.all()))
                            .join())
                    .isNotNull();
        }
    }

    private static CompletableFuture<Session> broken() {
        throw new IllegalStateException("nobody at home");
    }
}
