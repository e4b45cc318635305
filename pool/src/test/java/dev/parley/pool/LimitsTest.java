package dev.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.AcquireException;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.simulator.DeviceFarm;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many sessions there are, with one device and in all (S-08), and who is next where there are too few. */
@Timeout(60)
class LimitsTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void aDeviceHasSoManySessionsAndNoMore() {
        try (Lab lab = Lab.with(PoolSettings.DEFAULT)) {
            DeviceSimulator simulator = lab.simulate();
            Device device = Lab.at(simulator);
            try (PooledSession one = lab.pool().borrow(device);
                    PooledSession two = lab.pool().borrow(device)) {
                assertThat(one.id()).isNotEqualTo(two.id());
                assertThat(catchThrowableOfType(
                                AcquireException.class, () -> lab.pool().borrow(device, SHORT)))
                        .hasMessageContaining("2 of at most 2 sessions with it are there");
                assertThat(simulator.connections()).isEqualTo(2);
            }
        }
    }

    @Test
    void whoWaitsBecauseTheClientOpensNoMoreAtOnceIsToldSo() {
        Break silent = new Break(Moment.Phase.ACCEPTED, Ending.SILENCE);
        try (Lab lab = Lab.with(PoolSettings.DEFAULT);
                NetconfClient client = NetconfClient.builder()
                        .eventLoops(1)
                        .openingsAtOnce(1)
                        .withoutLogging()
                        .build();
                SessionPool pool = SessionPool.of(client)) {
            Device dead = Lab.at(lab.simulate(device -> device.faults(FaultPlan.always(silent))));
            Device alive = Lab.at(lab.simulate());
            CompletableFuture<PooledSession> first = pool.borrowAsync(dead);

            assertThat(catchThrowableOfType(AcquireException.class, () -> pool.borrow(alive, SHORT)))
                    .hasMessageContaining("the client opens no more at once, and so many wait for their turn there: 1");

            first.cancel(true);
        }
    }

    /** S-04: what differs in any part is another device to those who use it, and the same to the device. */
    @Test
    void devicesOfDifferentValuesShareTheirLimitAndNeverTheirSessions() {
        try (Lab lab = Lab.with(PoolSettings.DEFAULT.withSessions(2, 10))) {
            Device device = Lab.at(lab.simulate());
            Device patient = device.withTimeouts(Timeouts.DEFAULT.withClose(Duration.ofSeconds(2)));
            Device renamed = device.withName("another");
            long first = lab.pool().use(device, PooledSession::id);
            long second = lab.pool().use(patient, PooledSession::id);
            assertThat(second).isNotEqualTo(first);
            lab.settle();

            // there is room for two, so the one that nobody has used for longest goes
            long third = lab.pool().use(renamed, session -> {
                assertThat(session.device()).isEqualTo(renamed);
                return session.id();
            });

            assertThat(third).isNotIn(first, second);
            assertThat(lab.heard().retirements()).containsExactly(Retirement.MADE_ROOM);
            assertThat(lab.pool().use(patient, PooledSession::id)).isEqualTo(second);
        }
    }

    @Test
    void anIdleSessionMakesRoomForAnotherDevice() {
        try (Lab lab = Lab.with(PoolSettings.DEFAULT.withSessions(2, 2))) {
            List<Device> devices = List.of(Lab.at(lab.simulate()), Lab.at(lab.simulate()), Lab.at(lab.simulate()));
            for (int round = 0; round < 3; round++) {
                for (Device device : devices) {
                    lab.pool().use(device, session -> session.send(GetConfig.from(Datastore.RUNNING)));
                }
            }
            lab.settle();
            assertThat(lab.total().idle()).isEqualTo(2);
            assertThat(lab.heard().retirements())
                    .containsOnly(Retirement.MADE_ROOM)
                    .hasSize(7);
        }
    }

    @Test
    void aDeviceThatIsAlwaysWantedGivesWayToOneThatHasWaitedLonger() {
        try (Lab lab = Lab.withOneSession()) {
            Device busy = Lab.at(lab.simulate());
            Device other = Lab.at(lab.simulate());
            PooledSession held = lab.pool().borrow(busy);
            List<String> order = new ArrayList<>();
            CompletableFuture<?> waiting = CompletableFuture.allOf(
                    borrow(lab, busy, "busy 1", order),
                    borrow(lab, other, "other 1", order),
                    borrow(lab, busy, "busy 2", order),
                    borrow(lab, other, "other 2", order),
                    borrow(lab, busy, "busy 3", order));
            assertThat(lab.total().waiting()).isEqualTo(5);

            held.close();
            waiting.join();

            assertThat(order).containsExactly("busy 1", "other 1", "busy 2", "other 2", "busy 3");
        }
    }

    private static CompletableFuture<?> borrow(Lab lab, Device device, String name, List<String> order) {
        return lab.pool().borrowAsync(device).thenAccept(session -> {
            synchronized (order) {
                order.add(name);
            }
            session.close();
        });
    }

    @Test
    void whoWaitsAtAFullDeviceDoesNotHoldUpThoseWhoGoElsewhere() {
        try (Lab lab = Lab.with(PoolSettings.DEFAULT.withSessions(1, 2))) {
            Device full = Lab.at(lab.simulate());
            Device alias = full.withName("the same by another name");
            Device free = Lab.at(lab.simulate());
            PooledSession held = lab.pool().borrow(full);
            CompletableFuture<PooledSession> behind = lab.pool().borrowAsync(alias);

            lab.pool().use(free, session -> session.send(GetConfig.from(Datastore.RUNNING)));

            assertThat(behind).isNotDone();
            held.close();
            behind.join().close();
        }
    }

    @Test
    void whoWaitsForRoomGetsASessionOfItsOwnDeviceThatIsReturnedMeanwhile() {
        try (Lab lab = Lab.with(PoolSettings.DEFAULT.withSessions(2, 2))) {
            Device device = Lab.at(lab.simulate());
            Device other = Lab.at(lab.simulate());
            PooledSession mine = lab.pool().borrow(device);
            long id = mine.id();
            PooledSession theirs = lab.pool().borrow(other);
            // it may open a second one with its device, but there is no room for it
            CompletableFuture<PooledSession> waiting = lab.pool().borrowAsync(device);
            assertThat(lab.total().opening()).isOne();

            mine.close();

            try (PooledSession same = waiting.join()) {
                assertThat(same.id()).isEqualTo(id);
            }
            theirs.close();
            assertThat(lab.total().created()).isEqualTo(2);
        }
    }

    @Test
    void manyDevicesAndFewSessionsComeToAnEndWithoutGoingBeyondTheLimits() {
        int devices = 12;
        try (DeviceFarm farm = DeviceFarm.open(1);
                Lab lab = Lab.with(PoolSettings.DEFAULT.withSessions(2, 3))) {
            List<Device> all = new ArrayList<>();
            for (int i = 0; i < devices; i++) {
                all.add(Lab.at(farm.start(DeviceSimulator.builder().clearText())));
            }
            AtomicInteger most = new AtomicInteger();
            List<CompletableFuture<?>> work = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                for (Device device : all) {
                    work.add(lab.pool().useAsync(device, session -> {
                        most.accumulateAndGet(lab.total().sessions(), Math::max);
                        return session.sendAsync(GetConfig.from(Datastore.RUNNING));
                    }));
                }
            }
            CompletableFuture.allOf(work.toArray(CompletableFuture<?>[]::new)).join();

            assertThat(most).hasValueLessThanOrEqualTo(3);
            assertThat(lab.total().notLent()).isZero();
            lab.settle();
        }
    }
}
