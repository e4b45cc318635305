package dev.parley.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.NetconfException;
import dev.parley.error.Phase;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.operation.Datastore;
import dev.parley.operation.Filter;
import dev.parley.operation.GetConfig;
import dev.parley.session.Backoff;
import dev.parley.simulator.DeviceFarm;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.SessionInfo;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Devices over TLS that restart, and links that are cut, fall silent and break in the middle of requests, over and over, while many
 * ask: then all sessions come back, attempts stay within their bound, and nothing is left of anything, memory included.
 *
 * <p>It lasts for {@code soak.seconds}: {@code ./mvnw -pl pool -am test -Dtest=StandingSoakTest -Dsoak.seconds=600}.
 */
@Isolated
class StandingSoakTest {
    private static final Duration SECONDS = Duration.ofSeconds(Long.getLong("soak.seconds", 3));
    private static final int DEVICES = 12;
    private static final int PER_DEVICE = 3;
    private static final int ASKING = 4;
    private static final int AT_ONCE = 8;
    private static final int PER_SECOND = 50;
    private static final StandingSettings SETTINGS = StandingSettings.DEFAULT
            .withBackoff(Backoff.exponential(Duration.ofMillis(50), Duration.ofMillis(500)), Duration.ofMillis(500))
            .withOpenings(AT_ONCE, PER_SECOND)
            .withCircuit(5, Duration.ofMillis(100), Duration.ofSeconds(1))
            .withRefusedPause(Duration.ofMillis(500))
            .withProbe(
                    Duration.ofMillis(500),
                    GetConfig.from(Datastore.RUNNING).filter(Filter.nothing()),
                    Duration.ofSeconds(1))
            .withAcquire(Duration.ofSeconds(1));

    private final DeviceFarm farm = DeviceFarm.open(1);
    private final DeviceSimulator[] simulators = new DeviceSimulator[DEVICES];
    private final int[] ports = new int[DEVICES];
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong notAnswered = new AtomicLong();
    private long restarts;
    private long cuts;

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "it counts open files as Linux shows them")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void allComeBackAndNothingIsLeft() throws Exception {
        long filesBefore;
        long heapEarly = 0;
        StandingTally done;
        Attempts made = new Attempts();
        try (farm;
                NetconfClient client = NetconfClient.builder()
                        .eventLoops(1)
                        .withoutLogging()
                        .listener(made)
                        .build()) {
            for (int i = 0; i < DEVICES; i++) {
                assertThat(start(i)).isTrue();
            }
            StandingSessions standing =
                    StandingSessions.builder(client).settings(SETTINGS).build();
            List<StandingSession> sessions = new ArrayList<>();
            for (int i = 0; i < DEVICES * PER_DEVICE; i++) {
                sessions.add(standing.keepOpen(device(i % DEVICES)));
            }
            awaitAllUp(sessions);
            filesBefore = openFiles();

            long end = System.nanoTime() + SECONDS.toNanos();
            long warm = System.nanoTime() + SECONDS.dividedBy(4).toNanos();
            ExecutorService users = Executors.newCachedThreadPool();
            List<CompletableFuture<Void>> asking = new ArrayList<>();
            for (int i = 0; i < ASKING; i++) {
                int seed = i;
                asking.add(CompletableFuture.runAsync(() -> ask(sessions, new Random(seed), end), users));
            }
            Random chance = new Random(1);
            while (System.nanoTime() - end < 0) {
                sabotage(chance);
                if (heapEarly == 0 && System.nanoTime() - warm > 0) {
                    heapEarly = heapInUse();
                }
            }
            asking.forEach(CompletableFuture::join);

            for (int i = 0; i < DEVICES; i++) {
                int which = i;
                await("a free port", () -> simulators[which] != null || start(which));
                simulators[i].suffer(FaultPlan.none());
            }
            awaitAllUp(sessions);
            await("no more sessions at the client than there are", () -> client.openSessions() == sessions.size());
            await("no more files than before", () -> openFiles() <= filesBefore + 2);
            // links that were about to break before may do so now
            CompletableFuture<?>[] answers = sessions.stream()
                    .map(session -> CompletableFuture.runAsync(
                            () -> await("an answer from " + session, () -> isAnswered(session)), users))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(answers).join();
            users.shutdown();
            done = standing.tally();
            long heapLate = heapInUse();
            standing.close();
            await("no sessions at the client", () -> client.openSessions() == 0);
            assertThat(standing.tally().sessions()).isZero();
            assertThat(made.mostAtOnce).isBetween(1, AT_ONCE);
            // those that had begun may lie behind the others on their way to the event loop
            assertThat(made.mostInASecond).isBetween(1, PER_SECOND + 1 + AT_ONCE);
            System.out.printf(
                    "%d s: %d sessions with %d devices; %d restarts, %d cuts; %d opened, %d failed, %d lost; %d answers, %d"
                            + " failures told; at most %d attempts in a second and %d at once; heap %d KB early, %d KB late; %d"
                            + " files before, %d after%n",
                    SECONDS.toSeconds(),
                    sessions.size(),
                    DEVICES,
                    restarts,
                    cuts,
                    done.opened(),
                    done.failed(),
                    done.lost(),
                    answered.get(),
                    notAnswered.get(),
                    made.mostInASecond,
                    made.mostAtOnce,
                    heapEarly / 1024,
                    heapLate / 1024,
                    filesBefore,
                    openFiles());
            // generous: what is measured is whether it grows with time
            assertThat(heapLate - heapEarly).as("growth of the heap").isLessThan(8L << 20);
        }
        assertThat(done.lost()).isPositive();
        assertThat(answered).hasPositiveValue();
    }

    /** Counts attempts as the client makes them, on its one event loop. */
    private static final class Attempts implements SessionListener {
        private final Set<SessionKey> underWay = new HashSet<>();
        private final Deque<Long> lately = new ArrayDeque<>();
        private volatile int mostAtOnce;
        private volatile int mostInASecond;

        @Override
        public Interest interest() {
            return Interest.LIFE;
        }

        @Override
        public void on(SessionKey session, SessionEvent event) {
            if (event instanceof SessionEvent.Opening) {
                long now = System.nanoTime();
                underWay.add(session);
                mostAtOnce = Math.max(mostAtOnce, underWay.size());
                lately.add(now);
                while (now - lately.element() >= TimeUnit.SECONDS.toNanos(1)) {
                    lately.remove();
                }
                mostInASecond = Math.max(mostInASecond, lately.size());
            } else if (event instanceof SessionEvent.OpenFailed || event instanceof SessionEvent.Established) {
                underWay.remove(session);
            }
        }
    }

    private void ask(List<StandingSession> sessions, Random chance, long end) {
        while (System.nanoTime() - end < 0) {
            StandingSession session = sessions.get(chance.nextInt(sessions.size()));
            // what fails is told, and repeated by nobody
            (isAnswered(session) ? answered : notAnswered).incrementAndGet();
        }
    }

    private static boolean isAnswered(StandingSession session) {
        try {
            session.<Object, RuntimeException>use(
                    up -> up.send(GetConfig.from(Datastore.RUNNING).within(Duration.ofSeconds(2))));
            return true;
        } catch (NetconfException e) {
            return false;
        }
    }

    private void sabotage(Random chance) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(chance.nextInt(40)));
        int which = chance.nextInt(DEVICES);
        DeviceSimulator simulator = simulators[which];
        if (simulator == null) {
            start(which);
            return;
        }
        switch (chance.nextInt(8)) {
            case 0 -> {
                simulator.close();
                simulators[which] = null;
                restarts++;
            }
            case 1 -> simulator.suffer(FaultPlan.sometimes(0.3, chance.nextLong(), someBreak(chance)));
            case 2 -> simulator.suffer(FaultPlan.none());
            default -> {
                List<SessionInfo> open = simulator.sessions();
                if (!open.isEmpty()) {
                    simulator.end(open.get(chance.nextInt(open.size())).id(), someEnding(chance));
                    cuts++;
                }
            }
        }
    }

    private static Ending someEnding(Random chance) {
        return List.of(Ending.CLOSE, Ending.FIN, Ending.RESET, Ending.SILENCE, Ending.HALF_CLOSE)
                .get(chance.nextInt(5));
    }

    private static Break someBreak(Random chance) {
        Moment moment = List.of(
                        Moment.Phase.ACCEPTED,
                        Moment.Phase.CLIENT_HELLO,
                        Moment.Phase.SECURED,
                        Moment.Phase.HELLO_SENT,
                        new Moment.InHandshake(1 + chance.nextInt(500)),
                        new Moment.InHello(1 + chance.nextInt(300)),
                        new Moment.InReply(1 + chance.nextInt(3), 1 + chance.nextInt(50)),
                        new Moment.AfterReply(1 + chance.nextInt(5)))
                .get(chance.nextInt(8));
        return new Break(moment, someEnding(chance));
    }

    /** Starts a device where it was before; false if a connection has that port as its own end just now, which does not last. */
    private boolean start(int which) {
        try {
            simulators[which] = farm.start(
                    DeviceSimulator.builder().tls(TlsSettings.of(Lab.PKI)).port(ports[which]));
            ports[which] = simulators[which].port();
            return true;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("cannot listen").hasCauseInstanceOf(BindException.class);
            return false;
        }
    }

    private Device device(int which) {
        return Lab.at(ports[which])
                .withTimeouts(Timeouts.of(Duration.ofSeconds(2)).with(Phase.CLOSE, Duration.ofMillis(300)));
    }

    private static void awaitAllUp(List<StandingSession> sessions) {
        await(
                "all sessions",
                () -> sessions.stream().allMatch(session -> session.current().isPresent()));
    }

    private static void await(String what, BooleanSupplier wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("in vain for " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static long openFiles() {
        File[] files = new File("/proc/self/fd").listFiles();
        return files == null ? 0 : files.length;
    }

    /** What is left of the heap when what nobody needs is gone. */
    private static long heapInUse() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
