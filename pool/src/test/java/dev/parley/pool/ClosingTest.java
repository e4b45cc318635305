package dev.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.device.Device;
import dev.parley.error.AcquireException;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a pool comes to its end. */
@Timeout(60)
class ClosingTest {
    @Test
    void whoWaitsAndWhoComesIsRefusedAndThoseWhoHoldHaveTime() {
        try (Lab lab = Lab.withOneSession()) {
            Device device = Lab.at(lab.simulate());
            PooledSession held = lab.pool().borrow(device);
            CompletableFuture<PooledSession> waiting = lab.pool().borrowAsync(device);

            CompletableFuture<Void> closed = lab.pool().closeAsync();

            Throwable refused = waiting.handle((session, failure) -> failure).join();
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            AcquireException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(AcquireException.Reason.POOL_CLOSED));
            assertThat(catchThrowableOfType(
                                    AcquireException.class, () -> lab.pool().borrow(device))
                            .reason())
                    .isEqualTo(AcquireException.Reason.POOL_CLOSED);
            assertThat(closed).isNotDone();
            held.send(GetConfig.from(Datastore.RUNNING));
            held.close();
            closed.join();
            assertThat(lab.heard().retirements()).containsExactly(Retirement.POOL_CLOSED);
        }
    }

    @Test
    void whoHoldsForLongerThanThatLosesTheSession() {
        try (Lab lab = Lab.with(PoolSettings.DEFAULT.withDrain(Duration.ofMillis(100)))) {
            Device device = Lab.at(lab.simulate());
            try (PooledSession held = lab.pool().borrow(device)) {
                lab.pool().close();
                assertThat(held.isOpen()).isFalse();
            }
        }
    }

    @Test
    void anInterruptEndsAllAtOnce() {
        try (Lab lab = Lab.withOneSession()) {
            Device device = Lab.at(lab.simulate());
            try (PooledSession held = lab.pool().borrow(device)) {
                Thread.currentThread().interrupt();
                lab.pool().close();
                assertThat(Thread.interrupted()).isTrue();
                assertThat(held.isOpen()).isFalse();
            }
        }
    }

    @Test
    void anAttemptUnderWayIsGivenUp() {
        try (Lab lab = Lab.withOneSession()) {
            Device device = Lab.at(lab.simulate(
                    builder -> builder.faults(FaultPlan.always(new Break(Moment.Phase.ACCEPTED, Ending.SILENCE)))));
            CompletableFuture<PooledSession> waiting = lab.pool().borrowAsync(device);
            lab.heard().await("the attempt", () -> lab.total().opening() == 1);
            lab.pool().close();
            assertThat(waiting.handle((session, failure) -> failure).join()).isInstanceOf(AcquireException.class);
        }
    }

    @Test
    void aPoolThatWasNeverUsedAndOneThatIsClosedAgainAreClosed() {
        try (Lab lab = Lab.withOneSession()) {
            lab.pool().close();
            lab.pool().close();
            assertThat(lab.pool().closeAsync()).isCompleted();
        }
    }

    @Test
    void aClientThatIsClosedBeforeItsPoolDoesNotKeepThePoolOpen() {
        try (Lab lab = Lab.withOneSession()) {
            Device device = Lab.at(lab.simulate());
            lab.pool().use(device, PooledSession::id);
            lab.client().close();
            lab.pool().close();
        }
    }
}
